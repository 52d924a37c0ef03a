// What users call for themselves, with their session; and what a site calls for those who have none.
extension CredentialServiceClientProtocol {
  /// Changes the calling user's password.
  ///
  /// - Parameter currentPassword: empty if the user has none.
  public func changePassword(from currentPassword: String, to newPassword: String) async throws(RPCError)
    -> Session
  {
    try await changePassword(
      ChangePasswordRequest(currentPassword: currentPassword, newPassword: newPassword)
    )
  }

  /// Mails the link that resets the password, if the address belongs to a user who may reset it. The reply
  /// does not say so.
  ///
  /// - Parameter answer: the answer to the user's security question; empty for none.
  public func requestPasswordReset(
    email: String,
    answer: String = "",
    sourceAddress: String = ""
  ) async throws(RPCError) {
    _ = try await requestPasswordReset(
      RequestPasswordResetRequest(email: email, answer: answer, sourceAddress: sourceAddress)
    )
  }

  /// Sets a new password by the token of a mail.
  ///
  /// - Returns: the revision, which is the id of its event.
  @discardableResult
  public func completePasswordReset(token: String, newPassword: String) async throws(RPCError) -> Int64 {
    try await completePasswordReset(
      CompletePasswordResetRequest(token: token, newPassword: newPassword)
    ).revision
  }

  /// Proves again that the user uses the session, which changes of credentials need.
  ///
  /// - Parameter code: of the second factor; empty if the user has none.
  @discardableResult
  public func reauthenticate(password: String, code: String = "") async throws(RPCError) -> Session {
    try await reauthenticate(ReauthenticateRequest(password: password, code: code))
  }

  /// Makes a secret for the calling user's authenticator app. It counts after ``confirmTwoFactor(code:)``.
  public func enrolTwoFactor() async throws(RPCError) -> EnrolTwoFactorResponse {
    try await enrolTwoFactor(EnrolTwoFactorRequest())
  }

  /// Enables the calling user's authenticator app by one of its codes, and returns the recovery codes, once.
  public func confirmTwoFactor(code: String) async throws(RPCError) -> RecoveryCodes {
    try await confirmTwoFactor(ConfirmTwoFactorRequest(code: code))
  }

  /// Disables the calling user's authenticator app and the recovery codes.
  public func disableOwnTwoFactor() async throws(RPCError) -> User {
    try await disableOwnTwoFactor(DisableOwnTwoFactorRequest())
  }

  /// Replaces the calling user's recovery codes.
  public func regenerateRecoveryCodes() async throws(RPCError) -> RecoveryCodes {
    try await regenerateRecoveryCodes(RegenerateRecoveryCodesRequest())
  }
}

// What staff change of a user's sign-in and identity. An `expectedRevision` is the user's revision as read;
// if it has changed since, the call fails. 0 does not check.
extension UserServiceClientProtocol {
  /// Locks a user, who can then neither sign in nor use any account.
  public func lockUser(id: Int64, expectedRevision: Int64 = 0) async throws(RPCError) -> User {
    try await lockUser(LockUserRequest(userID: id, expectedRevision: expectedRevision))
  }

  /// Unlocks a user, who can then sign in and use accounts as before.
  public func unlockUser(id: Int64, expectedRevision: Int64 = 0) async throws(RPCError) -> User {
    try await unlockUser(UnlockUserRequest(userID: id, expectedRevision: expectedRevision))
  }

  /// Disables a user's second factor. Only the user can enable it again.
  public func disableTwoFactor(id: Int64, expectedRevision: Int64 = 0) async throws(RPCError) -> User {
    try await disableTwoFactor(DisableTwoFactorRequest(userID: id, expectedRevision: expectedRevision))
  }

  /// Removes a user's security question and its answer.
  public func disableSecurityQuestion(id: Int64, expectedRevision: Int64 = 0) async throws(RPCError) -> User {
    try await disableSecurityQuestion(
      DisableSecurityQuestionRequest(userID: id, expectedRevision: expectedRevision)
    )
  }

  /// Mails a user the link that resets the password, which stays as it is until the link is used.
  public func sendPasswordReset(id: Int64) async throws(RPCError) -> SendPasswordResetResponse {
    try await sendPasswordReset(SendPasswordResetRequest(userID: id))
  }

  /// The state of the verification of a user's identity.
  public func getVerification(ofUser id: Int64) async throws(RPCError) -> UserVerification {
    try await getVerification(GetVerificationRequest(userID: id))
  }

  /// Asks a user to prove their identity; the user must have placed an order.
  public func initiateVerification(
    ofUser id: Int64,
    expectedRevision: Int64 = 0
  ) async throws(RPCError) -> UserVerification {
    try await initiateVerification(
      InitiateVerificationRequest(userID: id, expectedRevision: expectedRevision)
    )
  }

  /// Records that a proof was submitted (`submitted`), accepted (`verified`) or rejected (`failed`).
  ///
  /// - Parameter note: a note for staff; replaces the former one.
  public func recordVerification(
    ofUser id: Int64,
    _ stage: Verification,
    note: String = "",
    expectedRevision: Int64 = 0
  ) async throws(RPCError) -> UserVerification {
    try await recordVerification(
      RecordVerificationRequest(userID: id, stage: stage, note: note, expectedRevision: expectedRevision)
    )
  }

  /// Resets a verification to the stage none, and clears its record.
  public func resetVerification(
    ofUser id: Int64,
    expectedRevision: Int64 = 0
  ) async throws(RPCError) -> UserVerification {
    try await resetVerification(ResetVerificationRequest(userID: id, expectedRevision: expectedRevision))
  }

  /// Records that a user has placed an order.
  ///
  /// - Parameter time: nil for now.
  public func recordOrder(
    ofUser id: Int64,
    at time: Timestamp? = nil
  ) async throws(RPCError) -> UserVerification {
    try await recordOrder(RecordOrderRequest(userID: id, orderTime: time))
  }
}

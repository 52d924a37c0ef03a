// What staff do about a user's sign-in and identity. An `expectedRevision` is the user's revision as it was
// read; another one now refuses the change, and 0 changes whatever is there.
extension UsersAPI {
  /// Locks a user, who may neither sign in nor act on any account from now on.
  public func lock(id: Int64, expectedRevision: Int64 = 0) async throws(RPCError) -> User {
    try await lock(LockUserRequest(id: id, expectedRevision: expectedRevision))
  }

  /// Unlocks a user, who may sign in and act as before.
  public func unlock(id: Int64, expectedRevision: Int64 = 0) async throws(RPCError) -> User {
    try await unlock(UnlockUserRequest(id: id, expectedRevision: expectedRevision))
  }

  /// Disables a user's second factor. Only the user can enable it again.
  public func disableTwoFactor(id: Int64, expectedRevision: Int64 = 0) async throws(RPCError) -> User {
    try await disableTwoFactor(DisableTwoFactorRequest(id: id, expectedRevision: expectedRevision))
  }

  /// Removes a user's security question and its answer.
  public func disableSecurityQuestion(id: Int64, expectedRevision: Int64 = 0) async throws(RPCError) -> User {
    try await disableSecurityQuestion(
      DisableSecurityQuestionRequest(id: id, expectedRevision: expectedRevision)
    )
  }

  /// How far the verification of a user's identity has come.
  public func verification(ofUser id: Int64) async throws(RPCError) -> UserVerification {
    try await getVerification(GetVerificationRequest(userID: id))
  }

  /// Asks a user, who has to have placed an order, to prove their identity.
  public func initiateVerification(
    ofUser id: Int64,
    expectedRevision: Int64 = 0
  ) async throws(RPCError) -> UserVerification {
    try await initiateVerification(
      InitiateVerificationRequest(userID: id, expectedRevision: expectedRevision)
    )
  }

  /// Records that a proof was handed in (`submitted`), accepted (`verified`) or rejected (`failed`).
  ///
  /// - Parameter note: what staff want to remember of it; replaces what was noted before.
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

  /// Sets a verification back to the stage none, and clears what was noted.
  public func resetVerification(
    ofUser id: Int64,
    expectedRevision: Int64 = 0
  ) async throws(RPCError) -> UserVerification {
    try await resetVerification(ResetVerificationRequest(userID: id, expectedRevision: expectedRevision))
  }

  /// Records that a user has placed an order.
  ///
  /// - Parameter time: when; nil is now.
  public func recordOrder(
    ofUser id: Int64,
    at time: Timestamp? = nil
  ) async throws(RPCError) -> UserVerification {
    try await recordOrder(RecordOrderRequest(userID: id, orderTime: time))
  }
}

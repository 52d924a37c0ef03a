// What a site that users sign in to calls, with the grant `sessions.broker`; and the sessions of a user.
extension SessionServiceClientProtocol {
  /// Signs a user in and opens a session. Its stage says whether a second factor is needed.
  ///
  /// - Parameters:
  ///   - deviceLabel: what the user recognises the device by, such as `Firefox on Linux`.
  ///   - sourceAddress: the user's IP address, by which failures are counted too; empty if not known.
  ///   - trustedDeviceToken: from an earlier sign-in on this device; empty for none.
  public func signIn(
    email: String,
    password: String,
    deviceLabel: String = "",
    sourceAddress: String = "",
    trustedDeviceToken: String = ""
  ) async throws(RPCError) -> SignInResponse {
    try await signIn(
      SignInRequest(
        email: email,
        password: password,
        deviceLabel: deviceLabel,
        sourceAddress: sourceAddress,
        trustedDeviceToken: trustedDeviceToken
      )
    )
  }

  /// Completes a sign-in by a code of the user's authenticator app, or by a recovery code. The session gets a
  /// new token.
  public func completeSecondFactor(
    session token: String,
    code: String,
    trustDevice: Bool = false,
    sourceAddress: String = ""
  ) async throws(RPCError) -> SignInResponse {
    try await completeSecondFactor(
      CompleteSecondFactorRequest(
        sessionToken: token,
        code: code,
        trustDevice: trustDevice,
        sourceAddress: sourceAddress
      )
    )
  }

  /// Who a session's token belongs to, and what the user may do on the session's account now.
  public func validateSession(token: String) async throws(RPCError) -> ValidateSessionResponse {
    try await validateSession(ValidateSessionRequest(sessionToken: token))
  }

  /// Chooses the account of a session; 0 for none.
  ///
  /// - Parameter token: the session's token; empty for the caller's own session.
  public func switchAccount(session token: String = "", to account: Int64) async throws(RPCError) -> Session {
    try await switchAccount(SwitchAccountRequest(sessionToken: token, accountID: account))
  }

  /// Ends a session.
  ///
  /// - Parameter token: the session's token; empty for the caller's own session.
  /// - Returns: the revision, which is the id of its event.
  @discardableResult
  public func signOut(session token: String = "") async throws(RPCError) -> Int64 {
    try await signOut(SignOutRequest(sessionToken: token)).revision
  }

  /// The sessions of a user that have not ended, ordered by id.
  public func listSessions(ofUser id: Int64, pageSize: Int32 = 0) -> PagedSequence<Session> {
    PagedSequence(ListSessionsRequest(userID: id, pageSize: pageSize), by: listSessions)
  }

  /// Ends one session of a user.
  ///
  /// - Returns: the revision, which is the id of its event.
  @discardableResult
  public func revokeSession(id: Int64, ofUser user: Int64) async throws(RPCError) -> Int64 {
    try await revokeSession(RevokeSessionRequest(userID: user, sessionID: id)).revision
  }
}

extension SessionServiceClientProtocol {
  /// Ends all sessions of a user, and forgets the devices that the user trusts.
  ///
  /// - Parameter ownToo: whether a user who calls ends the session of the call too.
  public func revokeAllSessions(
    ofUser id: Int64,
    ownToo: Bool = false
  ) async throws(RPCError) -> RevokeAllSessionsResponse {
    try await revokeAllSessions(RevokeAllSessionsRequest(userID: id, ownSessionToo: ownToo))
  }
}

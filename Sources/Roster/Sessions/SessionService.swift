import Mail
import RPC
import RosterProto
import SQL

/// Sign-in and sessions. Each method declares its authorization rule and its kind.
package struct SessionService: SessionServiceInterface {
  let run: Runner
  private let tokens: PageTokens
  private let uses: SessionUseRecorder
  let passwords: Passwords
  let secondFactors: SecondFactors

  package init(
    run: Runner,
    tokens: PageTokens,
    uses: SessionUseRecorder,
    passwords: Passwords,
    secondFactors: SecondFactors
  ) {
    self.run = run
    self.tokens = tokens
    self.uses = uses
    self.passwords = passwords
    self.secondFactors = secondFactors
  }

  package var validateSession: UnaryHandler<ValidateSessionRequest, ValidateSessionResponse> {
    run.point(.grant(.sessionsBroker)) { [uses] request, context in
      let now = context.now
      let (session, user) = try SessionQueries.session(
        try Self.token(request.sessionToken),
        at: now,
        context.db
      )
      try uses.note(session, now: now)
      var response = ValidateSessionResponse(session: session, user: user)
      guard session.stage == .complete, session.accountID != 0 else { return response }
      let facts = try AccessQueries.facts(user: user.id, account: session.accountID, context.db)
      let (permissions, reason) = facts.permissions(at: now)
      guard reason == .owner || reason == .granted else { return response }
      response.account = try AccountQueries.account(session.accountID, context.db)
      response.isOwner = reason == .owner
      response.permissions = permissions.list
      return response
    }
  }

  package var switchAccount: UnaryHandler<SwitchAccountRequest, Session> {
    run.write(.grant(.sessionsBroker, users: .anyone)) { request, context in
      let (session, user) = try Self.session(request.sessionToken, context)
      guard session.stage == .complete else { throw RPCError.sessionStage(session.stage) }
      let account = request.accountID
      if account != 0 {
        try Checks.id(account, "account_id")
        let policy = UserPolicy(of: user.id, settings: context.settings, now: context.now, db: context.db)
        try policy.requireMember(of: account, with: nil)
        try MembershipQueries.setLastLogin(of: user.id, on: account, context.now, context.db)
      }
      let switched = try SessionQueries.set(
        ["account_id": account],
        of: session,
        revision: context.stamp.revision,
        context.db
      )
      try context.record(
        "session.account_switched",
        .session(session.id),
        account: account,
        for: context.represented(user),
        .changed(from: session, to: switched)
      )
      return switched
    }
  }

  package var signOut: UnaryHandler<SignOutRequest, SignOutResponse> {
    run.write(.grant(.sessionsBroker, users: .anyone, session: .anyStage)) { request, context in
      let (session, _) = try Self.session(request.sessionToken, context)
      return SignOutResponse(revision: try SessionEnding(.signedOut, context).end(session))
    }
  }

  package var listSessions: UnaryHandler<ListSessionsRequest, ListSessionsResponse> {
    run.list(.grant(.usersRead, users: .themselves(\.userID)), tokens) { request, context in
      let id = try Checks.id(request.userID, "user_id")
      try UserQueries.requireUser(id, context.db)
      return try SessionQueries.list(of: id, at: context.now)
    }
  }

  package var revokeSession: UnaryHandler<RevokeSessionRequest, RevokeSessionResponse> {
    run.write(.grant(.usersUpdate, users: .themselves(\.userID))) { request, context in
      let session = try SessionQueries.session(
        try Checks.id(request.sessionID, "session_id"),
        of: try Checks.id(request.userID, "user_id"),
        at: context.now,
        context.db
      )
      return RevokeSessionResponse(revision: try SessionEnding(.revoked, context).end(session))
    }
  }

  package var revokeAllSessions: UnaryHandler<RevokeAllSessionsRequest, RevokeAllSessionsResponse> {
    run.write(.grant(.usersUpdate, users: .themselves(\.userID))) { request, context in
      let id = try Checks.id(request.userID, "user_id")
      try UserQueries.requireUser(id, context.db)
      let kept = request.ownSessionToo ? nil : context.caller.session?.id
      try TrustedDeviceQueries.forgetAll(of: id, context.db)
      let (count, revision) = try SessionEnding(.revoked, context).endAll(of: id, except: kept)
      return RevokeAllSessionsResponse(revokedCount: Int32(count), revision: revision)
    }
  }

  package var impersonateUser: UnaryHandler<ImpersonateUserRequest, SignInResponse> {
    run.write(.grant(.sessionsImpersonate)) { request, context in
      let reason = try TextRules.reason(request.reason, "reason")
      let id = try Checks.id(request.userID, "user_id")
      let user = try UserQueries.user(id: id, at: context.now, context.db)
      guard user.state != .locked else { throw RPCError.userLocked(id) }
      let terms = SessionTerms(impersonator: context.caller.actor, context.settings)
      let (session, token) = try Self.open(terms, for: user, context) {
        $0.note("reason", from: "", to: reason)
      }
      if context.settings.impersonationMail {
        try context.mail(.impersonated, to: MailRecipient(user), ["time": Timestamp(context.now).mailText])
      }
      return SignInResponse(session: session, sessionToken: token.text, user: user)
    }
  }

  // MARK: Sessions

  /// Opens a session, with its event.
  ///
  /// - Parameter detail: adds what else the event tells.
  static func open(
    _ terms: SessionTerms,
    for user: User,
    _ context: WriteContext,
    _ detail: (inout EventChanges) -> Void = { _ in }
  ) throws -> (Session, OpaqueToken) {
    let token = OpaqueToken.generate(.session)
    let session = try SessionQueries.insert(terms, of: user.id, token.hash, context.stamp, context.db)
    var changes = EventChanges.created(session)
    detail(&changes)
    try context.record("session.created", .session(session.id), for: context.represented(user), changes)
    return (session, token)
  }

  /// The session that a request names by its token, or else the caller's own.
  private static func session(_ token: String, _ context: WriteContext) throws -> (Session, User) {
    if let own = context.caller.session, token.isEmpty {
      guard case .user(let caller) = context.caller else { preconditionFailure("only users have sessions") }
      let session = try SessionQueries.session(own.id, of: caller.id, at: context.now, context.db)
      return (session, try UserQueries.user(id: caller.id, at: context.now, context.db))
    }
    let (session, user) = try SessionQueries.session(try Self.token(token), at: context.now, context.db)
    try context.userPolicy?.requireSelf(user.id)
    return (session, user)
  }

  /// - Throws: `INVALID_FIELD`, `SESSION_INVALID`.
  static func token(_ text: String) throws(RPCError) -> TokenHash {
    guard !text.isEmpty else { throw .invalid("session_token", "must not be empty") }
    guard OpaqueToken.kind(of: text.utf8) == .session else { throw .sessionInvalid }
    return TokenHash(of: text.utf8)
  }
}

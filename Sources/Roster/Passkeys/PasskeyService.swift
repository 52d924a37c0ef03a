import Credentials
import Mail
import RPC
import RosterProto
import SQL

/// The passkeys of users. Each method declares its authorization rule and its kind.
package struct PasskeyService: PasskeyServiceInterface {
  private let run: Runner
  private let tokens: PageTokens

  package init(run: Runner, tokens: PageTokens) {
    self.run = run
    self.tokens = tokens
  }

  private static let registering = SessionRule.credentials(
    [.complete, .enrolment],
    needsReauthentication: true
  )

  package var beginPasskeyRegistration:
    UnaryHandler<BeginPasskeyRegistrationRequest, BeginPasskeyRegistrationResponse>
  {
    run.write(.ownSession(Self.registering)) { _, context in
      let (_, user) = try CredentialService.caller(context)
      let passkeys = try PasskeyQueries.passkeys(of: user.id, context.db)
      try Self.checkCount(passkeys.count)
      let challenge = try PasskeyCheck(context).challenge(for: .registration, user: user.id)
      return BeginPasskeyRegistrationResponse(
        challenge: challenge.bytes,
        relyingPartyID: challenge.relyingPartyID,
        relyingPartyName: context.settings.productName,
        userHandle: try PasskeyQueries.userHandle(of: user.id, context.db),
        userName: user.email,
        userDisplayName: user.displayName,
        algorithms: RelyingParty.algorithms.map(Int32.init),
        excludeCredentialIDs: passkeys.map(\.credentialID),
        expireTime: Timestamp(challenge.end)
      )
    }
  }

  package var registerPasskey: UnaryHandler<RegisterPasskeyRequest, RosterProto.Passkey> {
    run.write(.ownSession(Self.registering)) { request, context in
      let (_, user) = try CredentialService.caller(context)
      let label = try TextRules.name(request.label, "label")
      try Self.checkCount(try PasskeyQueries.passkeys(of: user.id, context.db).count)
      let credential = try PasskeyCheck(context).verify(request, of: user.id)
      let passkey = try PasskeyQueries.insert(
        credential,
        label: label,
        of: user.id,
        context.stamp,
        context.db
      )
      try context.record("passkey.registered", .passkey(passkey.id), .created(passkey))
      let enabled = try Self.noteFactors(of: user, context)
      try context.mail(.passkeyAdded, to: MailRecipient(user), ["passkey_label": label])
      let session = try CredentialService.session(context)
      _ = try CredentialService.progress(session, of: enabled, by: .passkey, context)
      return passkey
    }
  }

  package var listPasskeys: UnaryHandler<ListPasskeysRequest, ListPasskeysResponse> {
    run.list(.grant(.usersRead, users: .themselves(\.userID)), tokens) { request, context in
      let id = try Checks.id(request.userID, "user_id")
      try UserQueries.requireUser(id, context.db)
      return try PasskeyQueries.list(of: id)
    }
  }

  package var removePasskey: UnaryHandler<RemovePasskeyRequest, RemovePasskeyResponse> {
    let rule = Rule<RemovePasskeyRequest>.grant(
      .credentialsDisable,
      users: .themselves(\.userID),
      session: .credentials(needsReauthentication: true)
    )
    return run.write(rule) { request, context in
      let user = try UserQueries.user(
        id: try Checks.id(request.userID, "user_id"),
        at: context.now,
        context.db
      )
      let id = try Checks.id(request.passkeyID, "passkey_id")
      let passkey = try PasskeyQueries.passkey(id, of: user.id, context.db)
      try PasskeyQueries.delete(id, context.db)
      let revision = try context.record("passkey.removed", .passkey(id), .deleted(passkey))
      _ = try Self.noteFactors(of: user, context)
      try context.mail(.passkeyRemoved, to: MailRecipient(user), ["passkey_label": passkey.label])
      return RemovePasskeyResponse(revision: revision)
    }
  }

  private static func checkCount(_ count: Int) throws(RPCError) {
    guard count < Limits.maxPasskeys else {
      throw RPCError(
        .tooManyPasskeys,
        "There are \(count) passkeys already. Remove one first.",
        ["limit": "\(Limits.maxPasskeys)"]
      )
    }
  }

  /// Whether the user has a second factor now, with an event if that has changed.
  private static func noteFactors(of user: User, _ context: WriteContext) throws -> User {
    let factors = try SecondFactorQueries.factors(of: user.id, context.db)
    let isEnabled = factors.methods.contains(.totp) || factors.methods.contains(.passkey)
    guard isEnabled != user.twoFactorEnabled else { return user }
    let kind = isEnabled ? "user.two_factor_enabled" : "user.two_factor_disabled"
    return try UserService.change(["two_factor_enabled": isEnabled], of: user, kind, context)
  }
}

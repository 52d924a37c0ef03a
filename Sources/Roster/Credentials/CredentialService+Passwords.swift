import Credentials
import Mail
import RPC
import RosterProto
import SQL

// Changing a password, and proving it again.
extension CredentialService {
  package var changePassword: UnaryHandler<ChangePasswordRequest, Session> {
    struct Change: Sendable {
      let check: PasswordCheck
      let hash: String?
    }
    let work = Computation<ChangePasswordRequest, Change>(
      mebibytes: Passwords.mebibytes,
      reading: { request, context in
        let (_, user) = try Self.caller(context)
        guard !request.newPassword.isEmpty else {
          throw RPCError.invalid("new_password", "must not be empty")
        }
        try Throttle([.user(user.id)]).admit(at: context.now, context.db)
        let words = Passwords.context(of: user, context.settings)
        return (stored: try PasswordQueries.hash(of: user.id, context.db), words: words)
      },
      { [passwords] request, input in
        let check = try PasswordCheck(request.currentPassword, with: input.stored, passwords)
        // A new password is looked at only for whoever knows the current one.
        guard check.isRight || input.stored == nil else { return Change(check: check, hash: nil) }
        let hash = try passwords.hash(request.newPassword, field: "new_password", context: input.words)
        return Change(check: check, hash: hash)
      }
    )
    let rule = SessionRule.credentials([.complete, .passwordChange, .enrolment])
    return run.compute(
      .ownSession(rule),
      work,
      thenWrite: { _, change, context in
        let (_, user) = try Self.caller(context)
        let throttle = Throttle([.user(user.id)])
        try throttle.admit(at: context.now, context.db)
        let stored = try PasswordQueries.hash(of: user.id, context.db)
        let isProved = stored == nil || change.check.isRight
        guard let hash = change.hash, isProved, stored == change.check.storedHash else {
          throw try Self.reauthenticationRefused(user, throttle, context)
        }
        try throttle.forget(context.db)
        try Self.set(hash, of: user, "user.password_changed", context)
        let session = try Self.session(context)
        try SessionEnding(.passwordChanged, context).endAll(of: user.id, except: session.id)
        return try Self.progress(session, of: user, context)
      }
    )
  }

  package var reauthenticate: UnaryHandler<ReauthenticateRequest, Session> {
    let check = Computation<ReauthenticateRequest, PasswordCheck?>(
      mebibytes: Passwords.mebibytes,
      reading: { request, context in
        let (_, user) = try Self.caller(context)
        try Throttle([.user(user.id)]).admit(at: context.now, context.db)
        return try PasswordQueries.hash(of: user.id, context.db)
      },
      { [passwords] request, stored in
        request.password.isEmpty ? nil : try PasswordCheck(request.password, with: stored, passwords)
      }
    )
    return run.compute(
      .ownSession(.credentials()),
      check,
      thenWrite: { [secondFactors] request, check, context in
        let (_, user) = try Self.caller(context)
        let throttle = Throttle([.user(user.id)])
        try throttle.admit(at: context.now, context.db)
        let session = try Self.session(context)
        var methods = AuthenticationMethods(session.methods)
        if let check {
          guard try check.holds(for: user.id, context.db) else {
            throw try Self.reauthenticationRefused(user, throttle, context)
          }
          methods.insert(.password)
          if user.twoFactorEnabled {
            let proof = try secondFactors.prove(
              user,
              code: request.code,
              request.passkeyAssertion,
              source: "",
              context
            )
            methods.formUnion(proof)
          }
        } else {
          guard let assertion = request.passkeyAssertion else {
            throw RPCError.invalid("password", "must not be empty, unless there is a passkey_assertion")
          }
          guard try PasskeyCheck(context).verify(assertion, of: user.id, needsUserVerification: true) != nil
          else {
            throw try Self.reauthenticationRefused(user, throttle, context)
          }
          methods.insert(.passkey)
        }
        try throttle.forget(context.db)
        let proved = try SessionQueries.set(
          ["authenticate_time": context.now.microseconds, "methods": methods.rawValue],
          of: session,
          revision: context.stamp.revision,
          context.db
        )
        try context.record(
          "session.reauthenticated",
          .session(session.id),
          .changed(from: session, to: proved)
        )
        return proved
      }
    )
  }

  /// Stores a new password, forgets the devices that the user trusts, and tells the user by mail.
  @discardableResult
  static func set(
    _ hash: String,
    of user: User,
    verifiesEmail: Bool = false,
    _ kind: String,
    _ context: WriteContext
  ) throws -> User {
    try PasswordQueries.set(hash, of: user.id, at: context.now, context.db)
    let isVerified = user.emailVerified || verifiesEmail
    let columns: KeyValuePairs<String, any SQLValue> = ["password_set": true, "email_verified": isVerified]
    let changed = try UserQueries.set(columns, of: user.id, context.stamp, context.db)
    var changes = EventChanges.changed(from: user, to: changed)
    changes.note("password", from: nil, to: Secret(bytes: [1]))
    try context.record(kind, .user(user.id), for: context.represented(user), changes)
    try TrustedDeviceQueries.forgetAll(of: user.id, context.db)
    try context.mail(.passwordChanged, to: MailRecipient(user), [:])
    return changed
  }

  /// The session after something it was waiting for was done.
  ///
  /// - Parameter proof: what the user has proved by it: setting up a second factor proves it.
  static func progress(
    _ session: Session,
    of user: User,
    by proof: AuthenticationMethods = [],
    _ context: WriteContext
  ) throws -> Session {
    let user = try UserQueries.user(id: user.id, at: context.now, context.db)
    let methods = AuthenticationMethods(session.methods).union(proof)
    let stage = try SignIn(of: user, in: session, context).stage(after: methods)
    // A second factor that was set up in another session is asked for at the next sign-in.
    guard stage != session.stage, stage != .secondFactor else { return session }
    let changed = try SessionQueries.set(
      ["stage": Int64(stage.rawValue), "methods": methods.rawValue],
      of: session,
      revision: context.stamp.revision,
      context.db
    )
    try context.record("session.completed", .session(session.id), .changed(from: session, to: changed))
    return changed
  }

  /// Counts the failure.
  static func reauthenticationRefused(
    _ user: User,
    _ throttle: Throttle,
    _ context: WriteContext
  ) throws -> CommittedRefusal {
    try throttle.countFailure(at: context.now, context.db)
    try context.record("user.reauthentication_refused", .user(user.id), EventChanges())
    return CommittedRefusal(
      error: RPCError(.reauthenticationRefused, "The password, the answer or the passkey is wrong.")
    )
  }
}

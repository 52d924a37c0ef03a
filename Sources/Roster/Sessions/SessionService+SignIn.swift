import Credentials
import RPC
import RosterProto
import SQL

// Signing in: by a password, and by the second factor.
extension SessionService {
  package var signIn: UnaryHandler<SignInRequest, SignInResponse> {
    let check = Computation<SignInRequest, PasswordCheck>(
      mebibytes: Passwords.mebibytes,
      reading: { request, context in
        let attempt = try PasswordSignIn(request, at: context.now, context.db)
        try attempt.throttle.admit(at: context.now, context.db)
        return try attempt.user.flatMap { try PasswordQueries.hash(of: $0.id, context.db) }
      },
      { [passwords] request, stored in try PasswordCheck(request.password, with: stored, passwords) }
    )
    return run.compute(
      .grant(.sessionsBroker),
      check,
      thenWrite: { request, check, context in
        let attempt = try PasswordSignIn(request, at: context.now, context.db)
        // Again: failures that were counted meanwhile count.
        try attempt.throttle.admit(at: context.now, context.db)
        guard let user = attempt.user, user.state != .locked, try check.holds(for: user.id, context.db) else {
          throw try Self.refusal(of: attempt, context)
        }
        try attempt.throttle.forget(context.db)
        try check.settle(for: user.id, context.db)
        let sign = SignIn(
          of: user,
          deviceLabel: attempt.deviceLabel,
          sourceAddress: attempt.sourceAddress,
          context
        )
        return try sign.open(attempt.isFromTrustedDevice ? [.password, .trustedDevice] : .password)
      }
    )
  }

  package var completeSecondFactor: UnaryHandler<CompleteSecondFactorRequest, SignInResponse> {
    run.write(.grant(.sessionsBroker)) { [secondFactors] request, context in
      let source = try TextRules.sourceAddress(request.sourceAddress, "source_address")
      let (session, user) = try SessionQueries.session(
        try Self.token(request.sessionToken),
        at: context.now,
        context.db
      )
      guard session.stage == .secondFactor else { throw RPCError.sessionStage(session.stage) }
      let proof = try secondFactors.prove(
        user,
        code: request.code,
        request.passkeyAssertion,
        source: source,
        context
      )
      var response = try SignIn(of: user, in: session, context).complete(session, by: proof)
      if request.trustDevice { response.trustedDeviceToken = try Self.trust(user, context) }
      return response
    }
  }

  /// Makes the user's device a trusted one.
  ///
  /// - Returns: its token; empty if the settings let no device be trusted.
  private static func trust(_ user: User, _ context: WriteContext) throws -> String {
    let seconds = context.settings.trustedDeviceLifetime!.seconds
    guard seconds > 0 else { return "" }
    let token = OpaqueToken.generate(.trustedDevice)
    let end = Time(microseconds: context.now.microseconds + seconds * 1_000_000)
    try TrustedDeviceQueries.insert(token.hash, of: user.id, until: end, at: context.now, context.db)
    return token.text
  }

  /// Counts and records the failure. The caller is not told what was wrong.
  private static func refusal(
    of attempt: PasswordSignIn,
    _ context: WriteContext
  ) throws -> CommittedRefusal {
    try attempt.throttle.countFailure(at: context.now, context.db)
    try Self.recordRefusal(of: attempt.user, from: attempt.sourceAddress, context)
    return CommittedRefusal(error: .signInRefused)
  }

  /// Records a refused sign-in. What was typed as the address is not kept: it may be a password.
  static func recordRefusal(of user: User?, from source: String, _ context: WriteContext) throws {
    var changes = EventChanges()
    changes.note("user_id", from: 0, to: user?.id ?? 0)
    changes.note("source_address", from: "", to: source)
    try context.record("session.refused", .session(0), changes)
  }
}

extension RPCError {
  static var signInRefused: RPCError {
    RPCError(.signInRefused, "The sign-in was refused. Check the address and the password.")
  }
}

/// What a request to sign in by password comes from.
private struct PasswordSignIn {
  let deviceLabel: String
  let sourceAddress: String
  /// Nil for an unknown address.
  let user: User?
  let isFromTrustedDevice: Bool
  let throttle: Throttle

  /// - Throws: `INVALID_FIELD`.
  init(_ request: SignInRequest, at now: Time, _ db: any Connection) throws {
    let email = try TextRules.email(request.email, "email")
    guard !request.password.isEmpty else { throw RPCError.invalid("password", "must not be empty") }
    deviceLabel = try TextRules.name(request.deviceLabel, "device_label")
    sourceAddress = try TextRules.sourceAddress(request.sourceAddress, "source_address")
    user = try UserQueries.userIfAny(email: email, at: now, db)
    let device = TokenHash(of: request.trustedDeviceToken.utf8)
    isFromTrustedDevice =
      try user.map { try TrustedDeviceQueries.isTrusted(device, by: $0.id, at: now, db) } ?? false
    throttle = Throttle([isFromTrustedDevice ? .device(device) : .address(email)], source: sourceAddress)
  }
}

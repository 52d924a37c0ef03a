import Mail
import RPC
import RosterProto
import SQL

/// What a sign-in comes to: which stage a session has, and what happens when it is complete.
struct SignIn {
  let user: User
  let deviceLabel: String
  let sourceAddress: String
  private let context: WriteContext

  init(of user: User, deviceLabel: String, sourceAddress: String, _ context: WriteContext) {
    self.user = user
    self.deviceLabel = deviceLabel
    self.sourceAddress = sourceAddress
    self.context = context
  }

  /// The sign-in that a session began with.
  init(of user: User, in session: Session, _ context: WriteContext) {
    self.init(
      of: user,
      deviceLabel: session.deviceLabel,
      sourceAddress: session.sourceAddress,
      context
    )
  }

  /// The stage of a session whose user has proved this much. What is missing comes in this order: the second
  /// factor, a new password, a second factor to be set up.
  func stage(after methods: AuthenticationMethods) throws -> SessionStage {
    if user.twoFactorEnabled, methods.isDisjoint(with: .secondFactors) { return .secondFactor }
    if methods.contains(.password), try PasswordQueries.mustChange(of: user.id, context.db) {
      return .passwordChange
    }
    if !user.twoFactorEnabled, try SecondFactorRequirement.applies(to: user, context) { return .enrolment }
    return .complete
  }

  /// Opens a session.
  func open(_ methods: AuthenticationMethods) throws -> SignInResponse {
    let terms = SessionTerms(
      stage: try stage(after: methods),
      methods: methods,
      deviceLabel: deviceLabel,
      sourceAddress: sourceAddress,
      context.settings
    )
    let (session, token) = try SessionService.open(terms, for: user, context)
    if session.stage != .secondFactor { try noteLogin() }
    return try response(session, token)
  }

  /// The session, further on by a second factor. It gets a new token: whoever may have seen the one of an
  /// incomplete session cannot use the complete one.
  func complete(_ session: Session, by method: AuthenticationMethods) throws -> SignInResponse {
    let methods = AuthenticationMethods(session.methods).union(method)
    let stage = try stage(after: methods)
    let token = OpaqueToken.generate(.session)
    let completed = try SessionQueries.set(
      [
        "stage": Int64(stage.rawValue), "methods": methods.rawValue, "token_hash": token.hash.bytes,
        "authenticate_time": context.now.microseconds,
        "expire_time": context.now.microseconds + context.settings.sessionLifetime!.seconds * 1_000_000,
      ],
      of: session,
      revision: context.stamp.revision,
      context.db
    )
    try context.record(
      "session.completed",
      .session(session.id),
      for: context.represented(user),
      .changed(from: session, to: completed)
    )
    try noteLogin()
    return try response(completed, token)
  }

  /// The user has signed in: now, and maybe from a new device.
  private func noteLogin() throws {
    try UserQueries.setLastLogin(of: user.id, context.now, context.db)
    let device = TokenHash(of: "\(deviceLabel)\n\(sourceAddress)".utf8).bytes
    let isNew = try TrustedDeviceQueries.note(device, of: user.id, at: context.now, context.db)
    guard isNew, context.settings.newDeviceMail else { return }
    try context.mail(
      .newDevice,
      to: MailRecipient(user),
      [
        "time": Timestamp(context.now).mailText, "device_label": deviceLabel,
        "source_address": sourceAddress,
      ]
    )
  }

  private func response(_ session: Session, _ token: OpaqueToken) throws -> SignInResponse {
    var response = SignInResponse(session: session, sessionToken: token.text)
    response.user = try UserQueries.user(id: user.id, at: context.now, context.db)
    let factors = try SecondFactorQueries.factors(of: user.id, context.db)
    response.recoveryCodesLeft = Int32(factors.recoveryCodes)
    guard session.stage == .secondFactor else { return response }
    response.secondFactors = factors.methods.list
    if factors.methods.contains(.passkey) {
      response.passkeyChallenge = try PasskeyCheck(context).assertionChallenge(for: user.id)
    }
    return response
  }
}

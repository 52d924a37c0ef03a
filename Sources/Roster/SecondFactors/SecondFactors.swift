import Credentials
import RPC
import RosterProto
import SQL

/// Second factors: authenticator apps with recovery codes, and passkeys.
package struct SecondFactors: Sendable {
  private let sealer: Sealer

  init(sealer: Sealer) {
    self.sealer = sealer
  }

  /// Has a user prove their identity by a code or a passkey.
  ///
  /// Everything is decided by this transaction, so of several calls with the same code one succeeds.
  ///
  /// - Returns: how.
  /// - Throws: `RATE_LIMITED`, or `SECOND_FACTOR_REFUSED`, which is counted.
  func prove(
    _ user: User,
    code: String,
    _ assertion: RosterProto.PasskeyAssertion?,
    source: String,
    _ context: WriteContext
  ) throws -> AuthenticationMethods {
    let throttle = Throttle([.user(user.id)], source: source)
    try throttle.admit(at: context.now, context.db)
    let method: AuthenticationMethods? =
      if let assertion {
        try PasskeyCheck(context).verify(assertion, of: user.id, needsUserVerification: false) == nil
          ? nil : .passkey
      } else {
        try method(of: code, user, context)
      }
    if let method {
      try throttle.forget(context.db)
      return method
    }
    try throttle.countFailure(at: context.now, context.db)
    try context.record(
      "user.second_factor_refused",
      .user(user.id),
      for: context.represented(user),
      EventChanges()
    )
    throw CommittedRefusal(
      error: RPCError(
        .secondFactorRefused,
        "The second factor was refused. Use the present code of the app, or a recovery code."
      )
    )
  }

  private func method(
    of code: String,
    _ user: User,
    _ context: WriteContext
  ) throws -> AuthenticationMethods? {
    if try acceptTOTP(code, of: user.id, mustBeConfirmed: true, context) { return .totp }
    guard let typed = RecoveryCode(typed: code) else { return nil }
    let hashes = try SecondFactorQueries.recoveryCodes(of: user.id, context.db)
      .compactMap(RecoveryCodeHash.init(bytes:))
    guard let index = RecoveryCodeHash.index(of: typed, in: hashes),
      try SecondFactorQueries.useRecoveryCode(hashes[index].bytes, of: user.id, context.db)
    else { return nil }
    try context.record(
      "user.recovery_code_used",
      .user(user.id),
      for: context.represented(user),
      EventChanges()
    )
    return .recoveryCode
  }

  /// Checks a code of the user's app, and confirms the app by it.
  func acceptTOTP(
    _ code: String,
    of user: Int64,
    mustBeConfirmed: Bool,
    _ context: WriteContext
  ) throws -> Bool {
    guard let stored = try SecondFactorQueries.totp(of: user, context.db),
      stored.isConfirmed || !mustBeConfirmed
    else { return false }
    let secret = try sealer.open(stored.sealedSecret, .totp(user: user))
    let seconds = context.now.microseconds / 1_000_000
    guard let step = TOTP(secret: secret).matchingStep(code: code, at: seconds, after: stored.lastStep)
    else { return false }
    try SecondFactorQueries.accept(step: step, of: user, context.db)
    return true
  }

  /// A new secret for the user's app, which counts when it is confirmed.
  func enrol(_ user: Int64, _ db: any Connection) throws -> TOTP {
    let secret = TOTP.makeSecret()
    try SecondFactorQueries.enrol(sealer.seal(secret, .totp(user: user)), of: user, db)
    return TOTP(secret: secret)
  }

  /// New recovery codes in place of the former ones.
  func makeRecoveryCodes(of user: Int64, _ db: any Connection) throws -> [RecoveryCode] {
    let codes = RecoveryCode.makeSet()
    let hashes = codes.map { RecoveryCodeHash(of: $0).bytes }
    try SecondFactorQueries.replaceRecoveryCodes(of: user, with: hashes, db)
    return codes
  }
}

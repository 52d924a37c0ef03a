import RosterProto
import SQL

/// The SQL of second factors: what users have, and whether they must.
enum SecondFactorQueries {
  private static let factors = Query(
    """
    SELECT
      (SELECT count(*) FROM totp_secrets WHERE user_id = $1 AND is_confirmed = 1),
      (SELECT count(*) FROM recovery_codes WHERE user_id = $1),
      (SELECT count(*) FROM passkeys WHERE user_id = $1)
    """
  )
  private static let requiredByAccounts = Query(
    """
    SELECT 1 FROM memberships JOIN accounts ON accounts.id = memberships.account_id
    WHERE memberships.user_id = $1 AND accounts.two_factor_required = 1 LIMIT 1
    """
  )
  private static let totp = Query(
    "SELECT sealed_secret, is_confirmed, last_step FROM totp_secrets WHERE user_id = $1"
  )
  private static let enrol = Query(
    """
    INSERT INTO totp_secrets (user_id, sealed_secret, is_confirmed, last_step) VALUES ($1, $2, 0, 0)
    ON CONFLICT (user_id) DO UPDATE SET
      sealed_secret = excluded.sealed_secret, is_confirmed = 0, last_step = 0
    """
  )
  private static let accept = Query(
    "UPDATE totp_secrets SET last_step = $1, is_confirmed = 1 WHERE user_id = $2"
  )
  private static let deleteTOTP = Query("DELETE FROM totp_secrets WHERE user_id = $1")
  private static let codes = Query("SELECT hash FROM recovery_codes WHERE user_id = $1")
  private static let insertCode = Query("INSERT INTO recovery_codes (user_id, hash) VALUES ($1, $2)")
  private static let deleteCode = Query("DELETE FROM recovery_codes WHERE user_id = $1 AND hash = $2")
  private static let deleteCodes = Query("DELETE FROM recovery_codes WHERE user_id = $1")

  private static let sealedSecrets = Query("SELECT user_id, sealed_secret FROM totp_secrets ORDER BY user_id")
  private static let reseal = Query("UPDATE totp_secrets SET sealed_secret = $1 WHERE user_id = $2")

  /// All secrets, by the users' ids.
  static func sealedSecrets(_ db: any Connection) throws -> [(user: Int64, secret: [UInt8])] {
    try db.all(sealedSecrets) { ($0.int64(0), $0.bytes(1)) }
  }

  static func reseal(_ sealedSecret: [UInt8], of user: Int64, _ db: any Connection) throws {
    try db.run(reseal, sealedSecret, user)
  }

  /// The second factors that a user has, and how many recovery codes are left.
  static func factors(
    of user: Int64,
    _ db: any Connection
  ) throws -> (methods: AuthenticationMethods, recoveryCodes: Int64) {
    try db.first(factors, user) { row in
      var methods: AuthenticationMethods = []
      if row.int64(0) > 0 { methods.insert(.totp) }
      if row.int64(1) > 0 { methods.insert(.recoveryCode) }
      if row.int64(2) > 0 { methods.insert(.passkey) }
      return (methods, row.int64(1))
    }!
  }

  /// Whether an account that the user belongs to requires a second factor of its members.
  static func isRequiredByAccounts(of user: Int64, _ db: any Connection) throws -> Bool {
    try db.first(requiredByAccounts, user) { _ in true } ?? false
  }

  /// An authenticator app as stored.
  struct StoredTOTP {
    let sealedSecret: [UInt8]
    let isConfirmed: Bool
    /// The time step of the last code that was accepted; nil for none.
    let lastStep: Int64?
  }

  static func totp(of user: Int64, _ db: any Connection) throws -> StoredTOTP? {
    try db.first(totp, user) { row in
      let step = row.int64(2)
      return StoredTOTP(
        sealedSecret: row.bytes(0),
        isConfirmed: row.bool(1),
        lastStep: step == 0 ? nil : step
      )
    }
  }

  static func enrol(_ sealedSecret: [UInt8], of user: Int64, _ db: any Connection) throws {
    try db.run(enrol, user, sealedSecret)
  }

  /// Notes the time step of an accepted code: neither it nor an earlier one is accepted again.
  static func accept(step: Int64, of user: Int64, _ db: any Connection) throws {
    try db.run(accept, step, user)
  }

  static func deleteTOTP(of user: Int64, _ db: any Connection) throws {
    try db.run(deleteTOTP, user)
    try db.run(deleteCodes, user)
  }

  static func recoveryCodes(of user: Int64, _ db: any Connection) throws -> [[UInt8]] {
    try db.all(codes, user) { $0.bytes(0) }
  }

  static func replaceRecoveryCodes(of user: Int64, with hashes: [[UInt8]], _ db: any Connection) throws {
    try db.run(deleteCodes, user)
    for hash in hashes { try db.run(insertCode, user, hash) }
  }

  /// - Returns: whether it was there: a code is used once.
  static func useRecoveryCode(_ hash: [UInt8], of user: Int64, _ db: any Connection) throws -> Bool {
    try db.run(deleteCode, user, hash) == 1
  }
}

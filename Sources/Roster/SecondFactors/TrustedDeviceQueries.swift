import RosterProto
import SQL

/// The SQL of the devices that users trust, and of those that they have signed in from.
enum TrustedDeviceQueries {
  private static let select = Query(
    "SELECT 1 FROM trusted_devices WHERE token_hash = $1 AND user_id = $2 AND expire_time > $3"
  )
  private static let insert = Query(
    "INSERT INTO trusted_devices (token_hash, user_id, expire_time) VALUES ($1, $2, $3)"
  )
  private static let prune = Query("DELETE FROM trusted_devices WHERE user_id = $1 AND expire_time <= $2")
  private static let deleteAll = Query("DELETE FROM trusted_devices WHERE user_id = $1")
  private static let know = Query(
    """
    INSERT INTO known_devices (user_id, device_hash, last_time) VALUES ($1, $2, $3)
    ON CONFLICT (user_id, device_hash) DO UPDATE SET last_time = excluded.last_time
    """
  )
  private static let isKnown = Query("SELECT 1 FROM known_devices WHERE user_id = $1 AND device_hash = $2")
  private static let knowsAny = Query("SELECT 1 FROM known_devices WHERE user_id = $1 LIMIT 1")
  // The newest stay.
  private static let pruneKnown = Query(
    """
    DELETE FROM known_devices WHERE user_id = $1 AND device_hash NOT IN (
      SELECT device_hash FROM known_devices WHERE user_id = $1 ORDER BY last_time DESC LIMIT $2
    )
    """
  )

  static func isTrusted(_ token: TokenHash, by user: Int64, at now: Time, _ db: any Connection) throws -> Bool
  {
    try db.first(select, token.bytes, user, now.microseconds) { _ in true } ?? false
  }

  static func insert(
    _ token: TokenHash,
    of user: Int64,
    until end: Time,
    at now: Time,
    _ db: any Connection
  ) throws {
    try db.run(prune, user, now.microseconds)
    try db.run(insert, token.bytes, user, end.microseconds)
  }

  /// Forgets which devices a user trusts.
  static func forgetAll(of user: Int64, _ db: any Connection) throws {
    try db.run(deleteAll, user)
  }

  /// Notes that a user signs in from a device.
  ///
  /// - Returns: whether it is a new one. The user's first is not.
  static func note(_ device: [UInt8], of user: Int64, at now: Time, _ db: any Connection) throws -> Bool {
    let isKnown = try db.first(isKnown, user, device) { _ in true } ?? false
    let hasOthers = try db.first(knowsAny, user) { _ in true } ?? false
    try db.run(know, user, device, now.microseconds)
    if !isKnown { try db.run(pruneKnown, user, Limits.maxKnownDevices) }
    return !isKnown && hasOthers
  }
}

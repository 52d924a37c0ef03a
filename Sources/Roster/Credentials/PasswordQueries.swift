import RosterProto
import SQL

/// The SQL of passwords.
enum PasswordQueries {
  private static let select = Query("SELECT hash, must_change FROM passwords WHERE user_id = $1")
  private static let upsert = Query(
    """
    INSERT INTO passwords (user_id, hash, must_change, change_time) VALUES ($1, $2, 0, $3)
    ON CONFLICT (user_id) DO UPDATE SET
      hash = excluded.hash, must_change = 0, change_time = excluded.change_time
    """
  )
  private static let upgrade = Query("UPDATE passwords SET hash = $1 WHERE user_id = $2 AND hash = $3")
  private static let requireChange = Query("UPDATE passwords SET must_change = 1 WHERE user_id = $1")

  static func hash(of user: Int64, _ db: any Connection) throws -> String? {
    try db.first(select, user) { $0.text(0) }
  }

  /// Whether the password must be changed before anything else.
  static func mustChange(of user: Int64, _ db: any Connection) throws -> Bool {
    try db.first(select, user) { $0.bool(1) } ?? false
  }

  /// Sets a new password.
  static func set(_ hash: String, of user: Int64, at now: Time, _ db: any Connection) throws {
    try db.run(upsert, user, hash, now.microseconds)
  }

  /// Replaces a hash by another one of the same password, unless the password has changed meanwhile.
  static func upgrade(_ old: String, to new: String, of user: Int64, _ db: any Connection) throws {
    try db.run(upgrade, new, user, old)
  }

  static func requireChange(of user: Int64, _ db: any Connection) throws {
    try db.run(requireChange, user)
  }
}

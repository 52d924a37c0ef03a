import RosterProto
import SQL

/// The SQL of the links in mails: for a new password, or an address.
enum LinkQueries {
  private static let upsert = Query(
    """
    INSERT INTO links (user_id, purpose, token_hash, email, expire_time) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (user_id, purpose) DO UPDATE SET
      token_hash = excluded.token_hash, email = excluded.email, expire_time = excluded.expire_time
    """
  )
  private static let select = Query(
    "SELECT user_id, email FROM links WHERE token_hash = $1 AND purpose = $2 AND expire_time > $3"
  )
  private static let delete = Query("DELETE FROM links WHERE user_id = $1 AND purpose = $2")
  private static let insertSend = Query("INSERT INTO link_sends (address_hash, time) VALUES ($1, $2)")
  private static let sends = Query(
    "SELECT time FROM link_sends WHERE address_hash = $1 AND time > $2 ORDER BY time DESC LIMIT $3"
  )
  private static let prune = Query(
    "DELETE FROM link_sends WHERE id IN (SELECT id FROM link_sends WHERE time <= $1 ORDER BY time LIMIT 2)"
  )

  struct Stored {
    let userID: Int64
    /// The address that it was mailed to.
    let email: String
  }

  /// Stores a link; the former one of its purpose is invalid from now on.
  static func insert(
    _ token: TokenHash,
    for purpose: Link.Purpose,
    of user: Int64,
    email: String,
    until end: Time,
    _ db: any Connection
  ) throws {
    try db.run(upsert, user, purpose.rawValue, token.bytes, email, end.microseconds)
  }

  static func link(
    _ token: TokenHash,
    for purpose: Link.Purpose,
    at now: Time,
    _ db: any Connection
  ) throws -> Stored? {
    try db.first(select, token.bytes, purpose.rawValue, now.microseconds) {
      Stored(userID: $0.int64(0), email: $0.text(1))
    }
  }

  static func delete(_ purpose: Link.Purpose, of user: Int64, _ db: any Connection) throws {
    try db.run(delete, user, purpose.rawValue)
  }

  /// Notes that a mail with a link was asked for. Each call also deletes two notes that are out of date.
  static func noteSend(to address: [UInt8], at now: Time, _ db: any Connection) throws {
    try db.run(prune, now.microseconds - Link.sendWindowMicroseconds)
    try db.run(insertSend, address, now.microseconds)
  }

  /// When mails with links were asked for in the last hour, the newest first.
  static func sends(to address: [UInt8], at now: Time, atMost count: Int64, _ db: any Connection) throws
    -> [Time]
  {
    try db.all(sends, address, now.microseconds - Link.sendWindowMicroseconds, count) {
      Time(microseconds: $0.int64(0))
    }
  }
}

import SQL

/// The SQL of the rate limits: a row for each mail of an invitation.
enum InvitationSendQueries {
  private static let insert = Query(
    "INSERT INTO invitation_sends (account_id, email_key, time) VALUES ($1, $2, $3)"
  )
  private static let prune = Query(
    """
    DELETE FROM invitation_sends WHERE id IN (
      SELECT id FROM invitation_sends WHERE time <= $1 ORDER BY time LIMIT 2
    )
    """
  )
  private static let bringBack = Query("UPDATE invitation_sends SET time = $1 WHERE time > $1")
  private static let ofAccount = Query(
    """
    SELECT time FROM invitation_sends WHERE account_id = $1 AND time > $2 AND time <= $3
    ORDER BY time DESC LIMIT 1 OFFSET $4
    """
  )
  private static let toAddress = Query(
    """
    SELECT time FROM invitation_sends WHERE email_key = $1 AND time > $2 AND time <= $3
    ORDER BY time DESC LIMIT 1 OFFSET $4
    """
  )

  /// Records that a mail was queued. Each call also deletes two rows older than every limit's window, which
  /// bounds the table without a cleanup job.
  ///
  /// Rows later than now, from before the clock was set back, are set to now: otherwise they would count
  /// against the limits for as long as the clock was ahead.
  static func insert(account: Int64, email: String, now: Time, _ db: any Connection) throws {
    try db.post(bringBack, now.microseconds)
    try db.post(prune, now.microseconds - InvitationLimits.addressWindow)
    try db.post(insert, account, EmailAddress.key(email), now.microseconds)
  }

  /// When the `number`th last mail of an account was queued; nil unless after `time` and not after `now`.
  static func time(
    _ number: Int32,
    ofAccount id: Int64,
    after time: Time,
    now: Time,
    _ db: any Connection
  ) throws -> Time? {
    try db.first(ofAccount, id, time.microseconds, now.microseconds, Int64(number) - 1) {
      Time(microseconds: $0.int64(0))
    }
  }

  /// When the `number`th last mail to an address was queued; nil unless after `time` and not after `now`.
  static func time(
    _ number: Int32,
    toAddress email: String,
    after time: Time,
    now: Time,
    _ db: any Connection
  ) throws -> Time? {
    try db.first(toAddress, EmailAddress.key(email), time.microseconds, now.microseconds, Int64(number) - 1) {
      Time(microseconds: $0.int64(0))
    }
  }
}

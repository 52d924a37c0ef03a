import RPC
import RosterProto
import SQL

/// The SQL of users' verifications.
enum VerificationQueries {
  private static let select = Query(
    """
    SELECT order_time, provider, request_time, submit_time, decide_time, users.verification_expire_time, note
    FROM user_verifications JOIN users ON users.id = user_id WHERE user_id = $1
    """
  )
  private static let recordOrder = Query(
    """
    INSERT INTO user_verifications (user_id, order_time) VALUES ($1, $2)
    ON CONFLICT (user_id) DO UPDATE SET
      order_time = CASE WHEN user_verifications.order_time > $3 THEN $3 ELSE excluded.order_time END
      WHERE user_verifications.order_time > $3 OR user_verifications.order_time < excluded.order_time
    """
  )
  private static let update = Query(
    """
    UPDATE user_verifications SET provider = $1, request_time = $2, submit_time = $3, decide_time = $4,
      note = $5
    WHERE user_id = $6
    """
  )

  /// The record of a user's verification; nil for a user who has placed no order.
  static func record(of user: Int64, _ db: any Connection) throws -> VerificationRecord? {
    try db.first(select, user) { row in
      VerificationRecord(
        orderTime: Time(microseconds: row.int64(0)),
        provider: row.text(1),
        requestTime: row.optionalInt64(2).map(Time.init(microseconds:)),
        submitTime: row.optionalInt64(3).map(Time.init(microseconds:)),
        decideTime: row.optionalInt64(4).map(Time.init(microseconds:)),
        expireTime: row.optionalInt64(5).map(Time.init(microseconds:)),
        note: row.text(6)
      )
    }
  }

  /// Records an order; the latest of several is kept. A stored time later than now, from before the clock was
  /// set back, counts as now.
  static func recordOrder(at time: Time, by user: Int64, now: Time, _ db: any Connection) throws {
    try db.run(recordOrder, user, time.microseconds, now.microseconds)
  }

  /// Updates all but the stage and its expiry, which are columns of the user.
  static func update(_ record: VerificationRecord, of user: Int64, _ db: any Connection) throws {
    try db.run(
      update,
      record.provider,
      record.requestTime?.microseconds,
      record.submitTime?.microseconds,
      record.decideTime?.microseconds,
      record.note,
      user
    )
  }
}

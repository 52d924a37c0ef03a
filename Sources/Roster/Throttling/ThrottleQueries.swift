import RosterProto
import SQL

/// The SQL of counted failures.
enum ThrottleQueries {
  private static let select = Query(
    "SELECT failures, last_time FROM throttles WHERE scope = $1 AND key = $2"
  )
  // Failures of long ago do not count any more.
  private static let add = Query(
    """
    INSERT INTO throttles (scope, key, failures, last_time) VALUES ($1, $2, 1, $3)
    ON CONFLICT (scope, key) DO UPDATE SET
      failures = CASE WHEN throttles.last_time <= $4 THEN 1 ELSE throttles.failures + 1 END,
      last_time = excluded.last_time
    """
  )
  private static let delete = Query("DELETE FROM throttles WHERE scope = $1 AND key = $2")
  private static let prune = Query(
    """
    DELETE FROM throttles WHERE (scope, key) IN (
      SELECT scope, key FROM throttles WHERE last_time <= $1 ORDER BY last_time LIMIT 2
    )
    """
  )

  static func failures(
    _ scope: Int64,
    _ key: [UInt8],
    _ db: any Connection
  ) throws -> (failures: Int64, last: Time)? {
    try db.first(select, scope, key) { ($0.int64(0), Time(microseconds: $0.int64(1))) }
  }

  /// Counts one more. Each call also deletes two counts that are out of date, which bounds the table.
  static func add(_ scope: Int64, _ key: [UInt8], at now: Time, _ db: any Connection) throws {
    let limit = now.microseconds - Limits.failureMemorySeconds * 1_000_000
    try db.run(prune, limit)
    try db.run(add, scope, key, now.microseconds, limit)
  }

  static func delete(_ scope: Int64, _ key: [UInt8], _ db: any Connection) throws {
    try db.run(delete, scope, key)
  }
}

import RosterProto
import SQL

/// The SQL of repeatable changes: their stored replies, by caller and request id.
enum RequestIDQueries {
  /// How long a request id is remembered.
  static let lifetimeMicroseconds: Int64 = 24 * 3_600 * 1_000_000

  private static let select = Query(
    """
    SELECT method, request_hash, reply FROM request_ids
    WHERE caller_kind = $1 AND caller_id = $2 AND request_id = $3 AND create_time > $4
    """
  )
  private static let upsert = Query(
    """
    INSERT INTO request_ids (caller_kind, caller_id, request_id, method, request_hash, reply, create_time)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (caller_kind, caller_id, request_id) DO UPDATE SET
      method = excluded.method, request_hash = excluded.request_hash, reply = excluded.reply,
      create_time = excluded.create_time
    """
  )
  private static let prune = Query(
    """
    DELETE FROM request_ids WHERE (caller_kind, caller_id, request_id) IN (
      SELECT caller_kind, caller_id, request_id FROM request_ids WHERE create_time <= $1
      ORDER BY create_time LIMIT 2
    )
    """
  )

  private static let bringBack = Query("UPDATE request_ids SET create_time = $1 WHERE create_time > $1")

  struct Kept {
    let method: String
    let requestHash: [UInt8]
    let reply: [UInt8]
  }

  static func kept(_ id: RequestID, of caller: Caller, now: Time, _ db: any Connection) throws -> Kept? {
    let actor = caller.actor
    let limit = now.microseconds - lifetimeMicroseconds
    return try db.first(select, Int64(actor.kind.rawValue), actor.id, id.text, limit) {
      Kept(method: $0.text(0), requestHash: $0.bytes(1), reply: $0.bytes(2))
    }
  }

  /// Stores a change's reply. Each call also deletes two expired ones, which bounds the table without a
  /// cleanup job.
  ///
  /// Replies later than now, from before the clock was set back, are set to now: otherwise their ids would
  /// stay taken for as long as the clock was ahead.
  static func keep(
    _ kept: Kept,
    under id: RequestID,
    of caller: Caller,
    now: Time,
    _ db: any Connection
  ) throws {
    let actor = caller.actor
    try db.post(bringBack, now.microseconds)
    try db.post(prune, now.microseconds - lifetimeMicroseconds)
    try db.post(
      upsert,
      Int64(actor.kind.rawValue),
      actor.id,
      id.text,
      kept.method,
      kept.requestHash,
      kept.reply,
      now.microseconds
    )
  }
}

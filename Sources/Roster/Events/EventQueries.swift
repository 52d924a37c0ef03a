import ProtobufC
import RPC
import RosterProto
import SQL

/// The SQL of events.
enum EventQueries {
  private static let selectLast = Query("SELECT id, hash FROM events ORDER BY id DESC LIMIT 1")
  private static let insert = Query(
    """
    INSERT INTO events
      (id, time, actor_kind, actor_id, target_kind, target_id, account_id, kind, request_id, record, hash)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
    """
  )
  private static let range = Query(
    """
    SELECT id, record, hash,
      time, actor_kind, actor_id, target_kind, target_id, account_id, kind, coalesce(request_id, '')
    FROM events WHERE id >= $1 ORDER BY id LIMIT $2
    """
  )
  private static let hashByID = Query("SELECT hash FROM events WHERE id = $1")

  /// The columns that ``event(_:from:in:)`` reads.
  static let columns = "events.record, events.hash, events.id"

  /// - Parameter record: the event's encoding without its hash.
  static func insert(_ event: borrowing Event, record: [UInt8], _ db: any Connection) throws {
    let index = EventIndex(of: event)
    try db.post(
      insert,
      event.id,
      index.time,
      index.actorKind,
      index.actorID,
      index.targetKind,
      index.targetID,
      index.accountID,
      index.kind,
      index.requestID.isEmpty ? nil : index.requestID,
      record,
      event.hash
    )
  }

  static func event(_ row: any Statement, from first: Int, in arena: Arena) throws -> Event {
    defer { arena.reset() }
    let id = row.int64(first + 2)
    var event = try Event(stored: row.bytes(first), in: arena, "the record of event \(id)")
    event.hash = row.bytes(first + 1)
    return event
  }

  /// An event as stored, for verifying the chain.
  struct Link {
    let id: Int64
    let record: [UInt8]
    let hash: [UInt8]
    let index: EventIndex
  }

  static func hash(of id: Int64, _ db: any Connection) throws -> [UInt8]? {
    try db.first(hashByID, id) { $0.bytes(0) }
  }

  static func forEachLink(
    from id: Int64,
    limit: Int,
    _ db: any Connection,
    _ body: (Link) throws -> Void
  ) throws {
    try db.forEach(range, id, limit) { row in
      let index = EventIndex(
        time: row.int64(3),
        actorKind: row.int64(4),
        actorID: row.int64(5),
        targetKind: row.int64(6),
        targetID: row.int64(7),
        accountID: row.int64(8),
        kind: row.text(9),
        requestID: row.text(10)
      )
      try body(Link(id: row.int64(0), record: row.bytes(1), hash: row.bytes(2), index: index))
    }
  }

  static func last(_ db: any Connection) throws -> (id: Int64, hash: [UInt8])? {
    try db.first(selectLast) { ($0.int64(0), $0.bytes(1)) }
  }
}

extension EventIndex {
  init(of event: borrowing Event) {
    let time = event.time ?? Timestamp()
    self.init(
      // Wrapping: a forged record may hold any number; it then differs from its columns.
      time: time.seconds &* 1_000_000 &+ Int64(time.nanos) / 1_000,
      actorKind: Int64(event.actor?.kind.rawValue ?? 0),
      actorID: event.actor?.id ?? 0,
      targetKind: Int64(event.target?.kind.rawValue ?? 0),
      targetID: event.target?.id ?? 0,
      accountID: event.accountID,
      kind: event.kind,
      requestID: event.requestID
    )
  }
}

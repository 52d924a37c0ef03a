import Crypto
import ProtobufC
import RPC
import RosterProto
import SQL

/// The SQL of events.
enum EventQueries {
  private static let last = Query("SELECT id, hash FROM events ORDER BY id DESC LIMIT 1")
  private static let insert = Query(
    """
    INSERT INTO events
      (id, time, actor_kind, actor_id, target_kind, target_id, account_id, kind, request_id, record, hash)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
    """
  )
  private static let range = Query("SELECT id, record, hash FROM events WHERE id >= $1 ORDER BY id LIMIT $2")
  private static let byID = Query("SELECT id, record, hash FROM events WHERE id = $1")

  /// The columns that ``event(_:from:in:)`` reads.
  static let columns = "events.record, events.hash"

  /// Appends an event: gives it the next id and its place in the chain.
  static func append(_ event: consuming Event, time: Time, in arena: Arena, _ db: any Connection) throws {
    let (lastID, lastHash) = try db.first(last) { ($0.int64(0), $0.bytes(1)) } ?? (0, [])
    event.id = lastID + 1
    event.previousHash = lastHash
    let record = try event.packed(in: arena)
    let hash = Array(SHA256.hash(data: record))
    try db.run(
      insert,
      event.id,
      time.microseconds,
      Int64(event.actor?.kind.rawValue ?? 0),
      event.actor?.id ?? 0,
      Int64(event.target?.kind.rawValue ?? 0),
      event.target?.id ?? 0,
      event.accountID,
      event.kind,
      event.requestID.isEmpty ? nil : event.requestID,
      Array(record),
      hash
    )
  }

  static func event(_ row: any Statement, from first: Int, in arena: Arena) throws -> Event {
    defer { arena.reset() }
    var event = try row.bytes(first).withUnsafeBytes { try Event(unpacking: $0, in: arena) }
    event.hash = row.bytes(first + 1)
    return event
  }

  /// An event as it is stored, for the chain to be followed.
  struct Link {
    let id: Int64
    let record: [UInt8]
    let hash: [UInt8]
  }

  static func link(_ id: Int64, _ db: any Connection) throws -> Link? {
    try db.first(byID, id) { Link(id: $0.int64(0), record: $0.bytes(1), hash: $0.bytes(2)) }
  }

  static func forEachLink(
    from id: Int64,
    limit: Int,
    _ db: any Connection,
    _ body: (Link) throws -> Void
  ) throws {
    try db.forEach(range, id, limit) {
      try body(Link(id: $0.int64(0), record: $0.bytes(1), hash: $0.bytes(2)))
    }
  }

  static func lastID(_ db: any Connection) throws -> Int64 {
    try db.first(last) { $0.int64(0) } ?? 0
  }
}

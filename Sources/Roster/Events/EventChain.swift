import Crypto
import ProtobufC
import RPC
import RosterProto
import SQL

/// Verifies the hash chain over the events.
enum EventChain {
  /// Which events to verify in one call.
  struct Range {
    static let defaultEvents: Int64 = 10_000
    static let maxEvents: Int64 = 100_000

    let start: Int64
    /// Nil for the last event.
    let end: Int64?
    let count: Int64

    /// - Throws: `INVALID_FIELD`.
    init(_ request: VerifyEventsRequest) throws(RPCError) {
      guard request.startID >= 0 else { throw .invalid("start_id", "must not be negative") }
      guard request.endID >= 0 else { throw .invalid("end_id", "must not be negative") }
      guard request.maxEvents >= 0 else { throw .invalid("max_events", "must not be negative") }
      start = max(1, request.startID)
      guard request.endID == 0 || request.endID >= max(1, request.startID) else {
        throw .invalid("end_id", "must not be less than start_id")
      }
      end = request.endID == 0 ? nil : request.endID
      count = request.maxEvents == 0 ? Self.defaultEvents : min(Int64(request.maxEvents), Self.maxEvents)
    }
  }

  static func verify(_ range: Range, _ db: any Connection) throws -> VerifyEventsResponse {
    let heads = try HeadsQueries.heads(db)
    // What was cut off is missing, and what was added is looked at too.
    let last = max(heads.eventID, try EventQueries.last(db)?.id ?? 0)
    let end = min(range.end ?? last, last)
    var response = VerifyEventsResponse()
    guard range.start <= end else { return response }
    let arena = Arena()
    var done = range.start - 1
    var previous = done == 0 ? [] : try EventQueries.hash(of: done, db)
    // Compares the difference: near the largest id, the sum would overflow.
    let stop = end - range.start < range.count ? end : range.start + range.count - 1
    var next = stop < end ? stop + 1 : 0
    try EventQueries.forEachLink(from: range.start, limit: Int(stop - done), db) { link in
      guard response.fault == .unspecified, done < stop else { return }
      let expected = done + 1
      if let fault = fault(of: link, expected, previous, heads, arena) {
        response.brokenID = expected
        response.fault = fault
        // Skip the whole gap: a forged id can make it too large to walk.
        let rest = fault == .missing ? link.id : expected == end ? 0 : expected + 1
        next = rest <= end ? rest : 0
        return
      }
      response.verifiedCount += 1
      response.lastID = link.id
      response.lastHash = link.hash
      previous = link.hash
      done = expected
    }
    if response.fault == .unspecified, done < stop {
      // Nothing follows.
      response.brokenID = done + 1
      response.fault = .missing
      next = 0
    }
    response.nextID = next
    return response
  }

  /// - Parameter previous: the hash of the preceding event; nil where that event is missing.
  private static func fault(
    of link: EventQueries.Link,
    _ expected: Int64,
    _ previous: [UInt8]?,
    _ heads: Heads,
    _ arena: Arena
  ) -> ChainFault? {
    guard link.id == expected else { return .missing }
    guard Array(SHA256.hash(data: link.record)) == link.hash else { return .hash }
    defer { arena.reset() }
    let event = try? link.record.withUnsafeBytes { try Event(unpacking: $0, in: arena) }
    // Altered index columns would hide the event from the lists.
    guard let event, event.id == link.id, EventIndex(of: event) == link.index else { return .hash }
    guard event.previousHash == previous else { return .link }
    let isBeyond = link.id > heads.eventID || (link.id == heads.eventID && link.hash != heads.eventHash)
    return isBeyond ? .head : nil
  }
}

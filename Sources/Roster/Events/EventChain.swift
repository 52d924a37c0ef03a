import Crypto
import ProtobufC
import RPC
import RosterProto
import SQL

/// Verifies the hash chain over the events.
enum EventChain {
  /// The events to verify in one call: a page of the range that a request names.
  struct Stretch {
    fileprivate let page: PageRequest
    fileprivate let start: Int64
    /// Nil for the last event.
    fileprivate let end: Int64?

    /// - Throws: `INVALID_FIELD` or `INVALID_PAGE_TOKEN`.
    init(of request: VerifyEventsRequest, _ tokens: PageTokens) throws {
      guard request.startID >= 0 else { throw RPCError.invalid("start_id", "must not be negative") }
      guard request.endID >= 0 else { throw RPCError.invalid("end_id", "must not be negative") }
      guard request.endID == 0 || request.endID >= max(1, request.startID) else {
        throw RPCError.invalid("end_id", "must not be less than start_id")
      }
      page = try PageRequest(
        of: request,
        tokens,
        defaultSize: Limits.defaultVerifiedEvents,
        maxSize: Limits.maxVerifiedEvents
      )
      start = page.cursor?.id ?? max(1, request.startID)
      end = request.endID == 0 ? nil : request.endID
    }
  }

  static func verify(_ stretch: Stretch, _ db: any Connection) throws -> VerifyEventsResponse {
    let (start, count) = (stretch.start, Int64(stretch.page.size))
    let heads = try HeadsQueries.heads(db)
    // What was cut off is missing, and what was added is looked at too.
    let last = max(heads.eventID, try EventQueries.last(db)?.id ?? 0)
    let end = min(stretch.end ?? last, last)
    var response = VerifyEventsResponse()
    guard start <= end else { return response }
    let arena = Arena()
    var done = start - 1
    var previous = done == 0 ? [] : try EventQueries.hash(of: done, db)
    // Compares the difference: near the largest id, the sum would overflow.
    let stop = end - start < count ? end : start + count - 1
    var next = stop < end ? stop + 1 : 0
    try EventQueries.forEachLink(from: start, limit: Int(stop - done), db) { link in
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
    if next != 0 {
      response.nextPageToken = stretch.page.token(after: Cursor(value: .integer(next), id: next))
    }
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

import Crypto
import ProtobufC
import RosterProto
import SQL

/// Where the writer appends events: it knows the end of their chain, which the transaction at hand continues
/// and which goes back where that is undone.
///
/// `@unchecked Sendable`: used on the writer's thread only, which `feed` checks.
package final class Ledger: @unchecked Sendable {
  /// Tells what events were committed.
  package let feed: CommitFeed<Event>
  private let committed = CommittedHeads()
  private let arena = Arena()
  /// The end of the chain after each event of the current transaction. Those past the feed's count are
  /// undone.
  private var tips: [(id: Int64, hash: [UInt8])] = []

  /// - Parameter residents: what is kept in memory of what events change.
  package init(_ residents: [any CommitSubscriber<Event>] = []) {
    feed = CommitFeed([committed] + residents)
  }

  /// The id of the last event, the transaction's own included.
  var lastID: Int64 {
    dropUndone()
    return tips.last?.id ?? committed.current.eventID
  }

  /// The id that the next event will have: the revision of what it changes.
  package var nextID: Int64 { lastID + 1 }

  /// Appends an event: gives it the next id and its place in the chain.
  ///
  /// - Returns: the id.
  @discardableResult
  package func append(_ event: consuming Event, _ db: any Connection) throws -> Int64 {
    event.id = nextID
    event.previousHash = tips.last?.hash ?? committed.current.eventHash
    defer { arena.reset() }
    let record = try event.packed(in: arena)
    event.hash = Array(SHA256.hash(data: record))
    try EventQueries.insert(event, record: Array(record), db)
    tips.append((event.id, event.hash))
    feed.announce(event)
    return event.id
  }

  private func dropUndone() {
    let undone = tips.count - feed.count
    if undone > 0 { tips.removeLast(undone) }
  }
}

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

  /// - Parameter residents: what is kept in memory of what events change.
  package init(_ residents: [any CommitSubscriber<Event>] = []) {
    feed = CommitFeed([committed] + residents)
  }

  /// The id of the last event, the transaction's own included.
  var lastID: Int64 { feed.last?.id ?? committed.current.eventID }

  /// The id that the next event will have: the revision of what it changes.
  package var nextID: Int64 { lastID + 1 }

  /// Appends an event: gives it the next id and its place in the chain.
  ///
  /// - Returns: the id.
  @discardableResult
  package func append(_ event: consuming Event, _ db: any Connection) throws -> Int64 {
    if let last = feed.last {
      event.id = last.id + 1
      event.previousHash = last.hash
    } else {
      let heads = committed.current
      event.id = heads.eventID + 1
      event.previousHash = heads.eventHash
    }
    defer { arena.reset() }
    let record = try event.packed(in: arena)
    event.hash = Array(SHA256.hash(data: record))
    try EventQueries.insert(event, record: Array(record), db)
    feed.announce(event)
    return event.id
  }
}

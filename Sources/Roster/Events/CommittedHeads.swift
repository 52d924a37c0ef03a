import RosterProto
import SQL
import Synchronization

/// The heads as of the last commit, in the writer's memory, so that no change has to read them.
final class CommittedHeads: CommitSubscriber {
  private struct State {
    /// Nil where they have to be read.
    var heads: Heads?
    /// As they will be with the transaction's commit.
    var next: Heads?
  }

  private let state = Mutex(State())

  /// To be asked in a transaction, which has read them if nobody knew them.
  var current: Heads { state.withLock { $0.heads! } }

  func transactionDidBegin(on connection: any Connection) throws {
    guard state.withLock({ $0.heads == nil }) else { return }
    let heads = try HeadsQueries.agreedHeads(connection)
    state.withLock { $0.heads = heads }
  }

  func prepare(_ events: [Event], on connection: any Connection) throws {
    var next = current
    for event in events { next.advance(past: event) }
    try HeadsQueries.update(next, connection)
    state.withLock { $0.next = next }
  }

  func commit(_ events: [Event]) {
    state.withLock { state in
      state.heads = state.next.take()
    }
  }

  func rollBack() {
    state.withLock { $0.next = nil }
  }

  func forget() {
    state.withLock { $0 = State() }
  }
}

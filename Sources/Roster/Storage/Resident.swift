import RosterProto
import SQL
import Synchronization

/// A part of the database that is kept in memory, as of the last event that changed it.
///
/// Fed by what the writer commits and by nothing else: read at the first transaction, and read anew in each
/// that changes it, to count from its commit on. Any thread reads it.
package final class Resident<State: Sendable>: CommitSubscriber {
  /// Reads the state as the transaction at hand has it.
  ///
  /// - Parameter former: for what is known besides of what stays.
  package typealias Load = @Sendable (_ db: any Connection, _ former: State) throws -> State

  private struct Version {
    var state: State
    var revision: Int64
  }

  private struct Progress {
    var isLoaded = false
    /// What counts from the transaction's commit on.
    var next: Version?
  }

  private let version: any KeyPath<Heads, Int64> & Sendable
  private let load: Load
  private let held: Mutex<Version>
  private let progress = Mutex(Progress())
  private let count = Atomic<UInt64>(0)

  /// - Parameters:
  ///   - initial: what it is until the first transaction.
  ///   - version: which of the heads moves with it.
  package init(
    _ initial: State,
    version: any KeyPath<Heads, Int64> & Sendable,
    load: @escaping Load
  ) {
    held = Mutex(Version(state: initial, revision: 0))
    self.version = version
    self.load = load
  }

  package func read<Result>(_ body: (State) -> Result) -> Result {
    held.withLock { body($0.state) }
  }

  /// The id of the last event that changed it; 0 where none did.
  package var revision: Int64 { held.withLock { $0.revision } }

  /// Grows with every change, for who remembers something of the state: read it before the state.
  package var changeCount: UInt64 { count.load(ordering: .acquiring) }

  // MARK: Feeding

  package func transactionDidBegin(on connection: any Connection) throws {
    guard !progress.withLock({ $0.isLoaded }) else { return }
    let state = try load(connection, read { $0 })
    publish(Version(state: state, revision: try HeadsQueries.heads(connection)[keyPath: version]))
    progress.withLock { $0.isLoaded = true }
  }

  package func prepare(_ events: [Event], on connection: any Connection) throws {
    var heads = Heads()
    for event in events { heads.advance(past: event) }
    let revision = heads[keyPath: version]
    guard revision != 0 else { return }
    let next = Version(state: try load(connection, read { $0 }), revision: revision)
    progress.withLock { $0.next = next }
  }

  package func commit(_ events: [Event]) {
    if let next = progress.withLock({ $0.next.take() }) { publish(next) }
  }

  package func rollBack() {
    progress.withLock { $0.next = nil }
  }

  package func forget() {
    progress.withLock { $0 = Progress() }
  }

  private func publish(_ version: Version) {
    held.withLock { $0 = version }
    count.add(1, ordering: .releasing)
  }
}

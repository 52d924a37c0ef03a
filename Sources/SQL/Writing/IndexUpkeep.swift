import Synchronization
import Work

/// Keeps the substring indexes up to date between the writer's batches.
///
/// It is off the path of commits: an index that lags costs a search some time and nobody a wrong answer. Each
/// piece of work is a transaction of its own, sized by the time that the pieces before it took, so that no
/// write waits long behind one. A failure is told once, and tried again later.
package final class IndexUpkeep: Sendable {
  package struct Limits: Sendable {
    /// Changes at which they are indexed when nothing waits for the writer. A search verifies them all: 3 ms.
    package var dueWhenIdle: Int64 = 4_096
    /// Changes at which they are indexed though writes wait: 20 ms of a search.
    package var dueWhenBusy: Int64 = 32_768
    /// The time that a piece should take. Writes wait for it.
    package var pieceNanoseconds: UInt64 = 3_000_000
    /// The changes in a piece, whatever time they take.
    package var pieceChanges: ClosedRange<Int64> = 16...8_192
    /// How long a failure is not tried again.
    package var retryNanoseconds: UInt64 = 1_000_000_000

    package init() {}
  }

  private struct State {
    var pieceChanges: Int64
    /// Set while the last attempt has failed.
    var failedAt: UInt64?
  }

  private let indexes: [SubstringIndex]
  private let limits: Limits
  private let now: @Sendable () -> UInt64
  private let report: @Sendable (Event) -> Void
  private let state: Mutex<State>

  /// What an operator is told.
  package enum Event: Sendable {
    case failed(any Error)
    case recovered
  }

  /// - Parameters:
  ///   - now: nanoseconds on a clock that nobody sets.
  ///   - report: told when the upkeep begins to fail, and when it works again.
  package init(
    of indexes: [SubstringIndex],
    limits: Limits = Limits(),
    now: @escaping @Sendable () -> UInt64 = monotonicNanoseconds,
    report: @escaping @Sendable (Event) -> Void
  ) {
    self.indexes = indexes
    self.limits = limits
    self.now = now
    self.report = report
    state = Mutex(State(pieceChanges: limits.pieceChanges.lowerBound))
  }

  /// The hooks of a write queue that keeps the indexes.
  package var hooks: WriteQueue.Hooks {
    var hooks = WriteQueue.Hooks()
    hooks.afterBatch = { connection in _ = self.run(isIdle: false, on: connection) }
    hooks.whenIdle = { connection in self.run(isIdle: true, on: connection) }
    return hooks
  }

  /// Does a piece of work for each index that needs it.
  ///
  /// - Returns: whether more is due.
  package func run(isIdle: Bool, on connection: any Connection) -> Bool {
    let start = now()
    let failedAt = state.withLock { $0.failedAt }
    if let failedAt, start < failedAt + limits.retryNanoseconds { return false }
    do {
      var isMoreDue = false
      for index in indexes { isMoreDue = try runPiece(index, isIdle: isIdle, on: connection) || isMoreDue }
      if state.withLock({ $0.failedAt.take() }) != nil { report(.recovered) }
      return isMoreDue
    } catch {
      let isNew = state.withLock { state in
        defer { state.failedAt = start }
        return state.failedAt == nil
      }
      if isNew { report(.failed(error)) }
      return false
    }
  }

  private func runPiece(
    _ index: SubstringIndex,
    isIdle: Bool,
    on connection: any Connection
  ) throws -> Bool {
    let due = isIdle ? limits.dueWhenIdle : limits.dueWhenBusy
    let pending = try connection.dialect.pendingChanges(of: index, on: connection)
    guard pending >= due else { return false }
    let count = state.withLock { $0.pieceChanges }
    let start = now()
    try connection.transaction { try connection.dialect.indexChanges(count, of: index, on: connection) }
    adjust(count, took: now() - start)
    return pending - count >= due
  }

  /// Sizes the next piece. It grows at most twofold, since one measurement says little.
  private func adjust(_ count: Int64, took nanoseconds: UInt64) {
    let fitting = Double(count) * Double(limits.pieceNanoseconds) / Double(max(nanoseconds, 1))
    let next = Int64(min(fitting, Double(2 * count)))
    state.withLock {
      $0.pieceChanges = min(max(next, limits.pieceChanges.lowerBound), limits.pieceChanges.upperBound)
    }
  }
}

import Synchronization
import Work

/// Keeps the substring indexes up to date between the writer's batches.
///
/// It runs outside commits: an index that lags makes searches slower, but never wrong. It moves changes into
/// the index and merges its parts, both in pieces. Each piece is a transaction of its own, sized by the
/// duration of earlier ones, so that no write waits long. A failure is reported once, and retried later.
package final class IndexUpkeep: Sendable {
  package struct Limits: Sendable {
    /// Pending changes to index from when the writer is idle. A search verifies them all: 3 ms.
    package var dueWhenIdle: Int64 = 4_096
    /// Pending changes to index from even while writes wait: 40 ms of a search.
    package var dueWhenBusy: Int64 = 65_536
    /// The intended duration of a piece, for which writes wait.
    package var pieceNanoseconds: UInt64 = 2_500_000
    /// The number of changes in a piece, however long it takes.
    package var pieceChanges: ClosedRange<Int64> = 64...4_096
    /// The most pages that a merge writes, however long it takes.
    package var mergePages: ClosedRange<Int64> = 4...256
    /// The delay before a retry after a failure.
    package var retryNanoseconds: UInt64 = 1_000_000_000

    package init() {}
  }

  /// What is reported to the operator.
  package enum Event: Sendable {
    case failed(any Error)
    case recovered
  }

  private struct State {
    var changes: PieceSize
    var pages: PieceSize
    /// For each index, whether there may be something to merge.
    var mayMerge: [Bool]
    /// The time of the last attempt, if that failed.
    var failedAt: UInt64?
  }

  private let indexes: [SubstringIndex]
  private let limits: Limits
  private let now: @Sendable () -> UInt64
  private let report: @Sendable (Event) -> Void
  private let state: Mutex<State>

  /// - Parameters:
  ///   - now: nanoseconds on a monotonic clock.
  ///   - report: called when the upkeep begins to fail, and when it works again.
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
    state = Mutex(
      State(
        changes: PieceSize(limits.pieceChanges),
        pages: PieceSize(limits.mergePages),
        // An earlier process may have left something to merge.
        mayMerge: indexes.map { _ in true }
      )
    )
  }

  /// The hooks that make a write queue keep the indexes up to date.
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
      for number in indexes.indices {
        isMoreDue = try runPieces(number, isIdle: isIdle, on: connection) || isMoreDue
      }
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

  private func runPieces(_ number: Int, isIdle: Bool, on connection: any Connection) throws -> Bool {
    let index = indexes[number]
    let due = isIdle ? limits.dueWhenIdle : limits.dueWhenBusy
    let pending = try connection.dialect.pendingChanges(of: index, on: connection)
    var indexed: Int64 = 0
    if pending >= due {
      indexed = try measured(\.changes) { count in
        try connection.transaction { try connection.dialect.indexChanges(count, of: index, on: connection) }
        return count
      }
      state.withLock { $0.mayMerge[number] = true }
    }
    // While writes wait, merge only after indexing; when idle, merge everything.
    guard isIdle || indexed > 0, state.withLock({ $0.mayMerge[number] }) else {
      return pending - indexed >= due
    }
    let hasMerged = try measured(\.pages) { pages in
      try connection.transaction {
        try connection.dialect.mergeIndex(index, pages: pages, on: connection)
      }
    }
    state.withLock { $0.mayMerge[number] = hasMerged }
    return hasMerged || pending - indexed >= due
  }

  /// Runs a piece of work of the current size, and sizes the next one by its duration.
  private func measured<Result>(
    _ size: WritableKeyPath<State, PieceSize>,
    _ work: (Int64) throws -> Result
  ) throws -> Result {
    let count = state.withLock { $0[keyPath: size].value }
    let start = now()
    let result = try work(count)
    let nanoseconds = now() - start
    state.withLock { $0[keyPath: size].adjust(took: nanoseconds, of: limits.pieceNanoseconds) }
    return result
  }
}

/// The amount of work in a piece, adjusted to the intended duration.
private struct PieceSize: Sendable {
  private let bounds: ClosedRange<Int64>
  private(set) var value: Int64

  init(_ bounds: ClosedRange<Int64>) {
    self.bounds = bounds
    value = bounds.lowerBound
  }

  /// The size at most doubles or halves at once: one measurement says little.
  mutating func adjust(took nanoseconds: UInt64, of intended: UInt64) {
    let fitting = Double(value) * Double(intended) / Double(max(nanoseconds, 1))
    let next = Int64(min(max(fitting, Double(value) / 2), Double(value) * 2))
    value = min(max(next, bounds.lowerBound), bounds.upperBound)
  }
}

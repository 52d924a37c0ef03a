import Synchronization
import Work

/// Keeps the substring indexes up to date between the writer's batches.
///
/// It is off the path of commits: an index that lags costs a search some time and nobody a wrong answer. It
/// brings changes into the index and merges what that leaves, both in pieces, each a transaction of its own
/// and sized by the time that the pieces before it took: no write waits long behind one. A failure is told
/// once, and tried again later.
package final class IndexUpkeep: Sendable {
  package struct Limits: Sendable {
    /// Changes at which they are indexed when nothing waits for the writer. A search verifies them all: 3 ms.
    package var dueWhenIdle: Int64 = 4_096
    /// Changes at which they are indexed though writes wait: 40 ms of a search.
    package var dueWhenBusy: Int64 = 65_536
    /// The time that a piece should take. Writes wait for it.
    package var pieceNanoseconds: UInt64 = 2_500_000
    /// The changes in a piece, whatever time they take.
    package var pieceChanges: ClosedRange<Int64> = 64...4_096
    /// The pages that a merge writes at the most, whatever time they take.
    package var mergePages: ClosedRange<Int64> = 4...256
    /// How long a failure is not tried again.
    package var retryNanoseconds: UInt64 = 1_000_000_000

    package init() {}
  }

  /// What an operator is told.
  package enum Event: Sendable {
    case failed(any Error)
    case recovered
  }

  private struct State {
    var changes: PieceSize
    var pages: PieceSize
    /// For each index, whether there may be something to merge.
    var mayMerge: [Bool]
    /// Set while the last attempt has failed.
    var failedAt: UInt64?
  }

  private let indexes: [SubstringIndex]
  private let limits: Limits
  private let now: @Sendable () -> UInt64
  private let report: @Sendable (Event) -> Void
  private let state: Mutex<State>

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
    state = Mutex(
      State(
        changes: PieceSize(limits.pieceChanges),
        pages: PieceSize(limits.mergePages),
        // An earlier run may have left some.
        mayMerge: indexes.map { _ in true }
      )
    )
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
    // While writes wait, what is merged is what was just made; when nothing does, all there is.
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

  /// Does a piece of work of the size that is due, and sizes the next by the time it took.
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

/// How much is done at once, so that it takes about as long as it should.
private struct PieceSize: Sendable {
  private let bounds: ClosedRange<Int64>
  private(set) var value: Int64

  init(_ bounds: ClosedRange<Int64>) {
    self.bounds = bounds
    value = bounds.lowerBound
  }

  /// It grows at most twofold, and shrinks at most to a half: one measurement says little.
  mutating func adjust(took nanoseconds: UInt64, of intended: UInt64) {
    let fitting = Double(value) * Double(intended) / Double(max(nanoseconds, 1))
    let next = Int64(min(max(fitting, Double(value) / 2), Double(value) * 2))
    value = min(max(next, bounds.lowerBound), bounds.upperBound)
  }
}

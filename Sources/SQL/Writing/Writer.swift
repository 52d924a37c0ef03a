import Work

/// The loop of the writer's thread: take the waiting jobs, run them in one transaction, commit, report.
struct Writer {
  private let connection: any Connection
  private let observer: (any TransactionObserver)?
  private let hooks: WriteQueue.Hooks

  init(_ connection: any Connection, _ observer: (any TransactionObserver)?, _ hooks: WriteQueue.Hooks) {
    self.connection = connection
    self.observer = observer
    self.hooks = hooks
  }

  /// Returns when the queue is stopped and empty.
  func run(_ monitor: Monitor<WriteQueue.State>, batchLimit: Int, idleMilliseconds: Int) {
    /// Nil while nothing waits, false when nothing will any more.
    func hasWork(_ state: inout WriteQueue.State) -> Bool? {
      state.isWaiting = state.queue.isEmpty && !state.isStopping
      return state.isWaiting ? nil : !state.queue.isEmpty
    }
    func take() -> [any WriteJob] {
      monitor.withLock { state in
        let count = min(batchLimit, state.queue.count)
        return (0..<count).compactMap { _ in state.queue.popFirst() }
      }
    }
    var mayHaveIdleWork = false
    while true {
      var isOpen: Bool?
      if mayHaveIdleWork {
        isOpen = monitor.wait(milliseconds: idleMilliseconds, for: hasWork)
        if isOpen == nil {
          mayHaveIdleWork = hooks.whenIdle(connection)
          continue
        }
      }
      guard isOpen ?? monitor.wait(for: hasWork) else { return }
      runBatch(take)
      hooks.afterBatch(connection)
      mayHaveIdleWork = true
    }
  }

  /// Runs the jobs that `take` gives, and tells each its outcome. One transaction, unless a job's error made
  /// the engine roll it back: the jobs after that one then get another.
  private func runBatch(_ take: () -> [any WriteJob]) {
    var rest: ArraySlice<any WriteJob> = []
    var outcomes = runTransaction {
      rest = take()[...]
      return rest
    }
    while true {
      for (job, outcome) in zip(rest, outcomes) { job.finish(outcome) }
      rest = rest.dropFirst(outcomes.count)
      if rest.isEmpty { return }
      outcomes = runTransaction { rest }
    }
  }

  /// Runs jobs in a transaction, which begins before they are asked for: what comes while it waits for the
  /// database's lock is among them.
  ///
  /// - Returns: the outcomes of the jobs that have been dealt with, at least one; what they say holds.
  private func runTransaction(_ take: () -> ArraySlice<any WriteJob>) -> [Result<Void, any Error>] {
    do {
      try begin()
    } catch {
      return take().map { _ in .failure(error) }
    }
    let jobs = take()
    var outcomes: [Result<Void, any Error>] = []
    outcomes.reserveCapacity(jobs.count)
    for job in jobs {
      let outcome = run(job, isAlone: jobs.count == 1)
      outcomes.append(outcome)
      if case .failure(let error) = outcome, !connection.isInTransaction {
        observer?.transactionDidEnd(.rolledBack)
        return runAgain(jobs.prefix(outcomes.count - 1), outcomes) + [.failure(error)]
      }
    }
    do {
      try observer?.transactionWillCommit(on: connection)
    } catch {
      rollback()
      return outcomes.map { $0.failing(with: error) }
    }
    do {
      try connection.commit()
    } catch {
      connection.rollback()
      return recover(from: error, jobs, outcomes)
    }
    observer?.transactionDidEnd(.committed)
    return outcomes
  }

  /// Runs jobs again whose work another job's error rolled back, each in a transaction of its own. Those that
  /// had failed keep their outcome.
  private func runAgain(
    _ jobs: ArraySlice<any WriteJob>,
    _ outcomes: [Result<Void, any Error>]
  ) -> [Result<Void, any Error>] {
    zip(jobs.indices, outcomes).map { index, outcome in
      guard case .success = outcome else { return outcome }
      return runTransaction { jobs[index...index] }[0]
    }
  }

  private func begin() throws {
    try connection.begin(.write)
    do {
      try observer?.transactionDidBegin(on: connection)
    } catch {
      rollback()
      throw error
    }
  }

  private func rollback() {
    connection.rollback()
    observer?.transactionDidEnd(.rolledBack)
  }

  /// What becomes of jobs whose transaction could not be committed.
  private func recover(
    from error: SQLError,
    _ jobs: ArraySlice<any WriteJob>,
    _ outcomes: [Result<Void, any Error>]
  ) -> [Result<Void, any Error>] {
    switch error.kind {
    case .constraint where jobs.count > 1:
      // A constraint that is checked at the commit: one job broke it. Alone, only that one fails.
      observer?.transactionDidEnd(.rolledBack)
      return jobs.indices.flatMap { index in runTransaction { jobs[index...index] } }
    case .constraint, .busy:
      // Refused before anything was written.
      observer?.transactionDidEnd(.rolledBack)
      return outcomes.map { $0.failing(with: error) }
    default:
      // The commit may be on disk: after an error of fsync a crash decides.
      observer?.transactionDidEnd(.unknown)
      return outcomes.map { $0.failing(with: WriteOutcomeUnknown(cause: error)) }
    }
  }

  /// A single job needs no savepoint: the transaction is rolled back if it throws.
  private func run(_ job: any WriteJob, isAlone: Bool) -> Result<Void, any Error> {
    guard job.begin() else { return .failure(QueueError.expired) }
    do {
      if isAlone {
        try job.run(on: connection)
      } else {
        try connection.savepoint(observer) { try job.run(on: connection) }
      }
      return .success(())
    } catch {
      if isAlone { connection.rollback() }
      return .failure(error)
    }
  }
}

extension Result where Success == Void, Failure == any Error {
  /// Turns a success into a failure; a failure keeps its own error.
  fileprivate func failing(with error: any Error) -> Self {
    if case .success = self { .failure(error) } else { self }
  }
}

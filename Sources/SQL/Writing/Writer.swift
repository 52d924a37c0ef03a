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
    var batch: [any WriteJob] = []
    batch.reserveCapacity(batchLimit)
    /// Fills the batch; nil while the queue is empty, false when it is stopped and empty.
    func take(_ state: inout WriteQueue.State) -> Bool? {
      while batch.count < batchLimit, let job = state.queue.popFirst() { batch.append(job) }
      state.isWaiting = batch.isEmpty && !state.isStopping
      return state.isWaiting ? nil : !batch.isEmpty
    }
    var mayHaveIdleWork = false
    while true {
      var isOpen: Bool?
      if mayHaveIdleWork {
        isOpen = monitor.wait(milliseconds: idleMilliseconds, for: take)
        if isOpen == nil {
          mayHaveIdleWork = hooks.whenIdle(connection)
          continue
        }
      }
      guard isOpen ?? monitor.wait(for: take) else { return }
      run(batch)
      batch.removeAll(keepingCapacity: true)
      hooks.afterBatch(connection)
      mayHaveIdleWork = true
    }
  }

  /// Runs the jobs and reports each outcome. They share one transaction, unless a job's error made the engine
  /// roll it back: the later jobs then get another.
  func run(_ batch: [any WriteJob]) {
    var rest = batch[...]
    while !rest.isEmpty {
      let outcomes = runTransaction(rest)
      for (job, outcome) in zip(rest, outcomes) { job.finish(outcome) }
      rest = rest.dropFirst(outcomes.count)
    }
  }

  /// The final outcomes of the jobs that were run, at least one.
  private func runTransaction(_ jobs: ArraySlice<any WriteJob>) -> [Result<Void, any Error>] {
    var outcomes: [Result<Void, any Error>] = []
    outcomes.reserveCapacity(jobs.count)
    do {
      try connection.begin(.write)
    } catch {
      return jobs.map { _ in .failure(error) }
    }
    do {
      try observer?.transactionDidBegin(on: connection)
    } catch {
      rollback()
      return jobs.map { _ in .failure(error) }
    }
    for job in jobs {
      let outcome = run(job, isAlone: jobs.count == 1)
      outcomes.append(outcome)
      if case .failure(let error) = outcome, !connection.isInTransaction {
        observer?.transactionDidEnd(.rolledBack)
        return outcomes.map { $0.failing(with: error) }
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
      return jobs.indices.flatMap { runTransaction(jobs[$0...$0]) }
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

import Work

/// One write, waiting for the writer.
///
/// The submitter must not touch it between submission and ``finish(_:)``.
package protocol WriteJob: AnyObject, Sendable {
  /// Called before the job is run: false if the result is no longer needed. The job is then not run, and its
  /// outcome is ``QueueError/expired``.
  func begin() -> Bool

  /// Does the write. Called on the writer's thread, inside the batch's transaction and a savepoint: an error
  /// rolls back only its own changes. It must not begin or end transactions. It may be called again, after
  /// its changes were rolled back with its batch.
  func run(on connection: any Connection) throws

  /// Receives the outcome, once, on the writer's thread and in the order of submission: success only after
  /// the commit is on disk; otherwise the error of ``run(on:)``, the error of the commit,
  /// ``WriteOutcomeUnknown`` or ``QueueError/expired``.
  func finish(_ outcome: Result<Void, any Error>)
}

extension WriteJob {
  package func begin() -> Bool { true }
}

/// A commit failed with an unknown outcome: the change is not visible now, but may be after a restart.
package struct WriteOutcomeUnknown: Error, Sendable {
  package let cause: SQLError
}

/// The only writer: a thread with its own connection that runs all writes.
///
/// All waiting writes, up to a limit, share one transaction and so one fsync. Replies follow the commit.
package final class WriteQueue: Sendable {
  /// Other work on the writer's thread, outside the jobs' transactions.
  package struct Hooks: Sendable {
    /// Called after the jobs of a batch have received their outcomes. The next batch waits for it.
    package var afterBatch: @Sendable (any Connection) -> Void = { _ in }
    /// Called when no job has been submitted for a while since the last batch; again while it returns true
    /// and no job comes.
    package var whenIdle: @Sendable (any Connection) -> Bool = { _ in false }

    package init() {}
  }

  struct State {
    var queue: BoundedQueue<any WriteJob>
    var isStopping = false
    var isWaiting = false
  }

  private let monitor: Monitor<State>
  private let thread: WorkerThread

  /// Starts the thread and its connection.
  ///
  /// - Parameters:
  ///   - capacity: jobs that may wait.
  ///   - batchLimit: jobs that share a transaction.
  ///   - idleMilliseconds: how long nothing must come before idle work begins. A queue is empty for
  ///     moments under full load too, and its callers should not wait behind that work.
  ///   - observer: told of the jobs' transactions, on the writer's thread.
  package init(
    database: any Database,
    capacity: Int = 8_192,
    batchLimit: Int = 256,
    idleMilliseconds: Int = 20,
    observer: (any TransactionObserver)? = nil,
    hooks: Hooks = Hooks()
  ) throws(SQLError) {
    precondition(batchLimit > 0)
    let monitor = Monitor(State(queue: BoundedQueue(capacity: capacity)))
    self.monitor = monitor
    let opening = Monitor<Result<Void, SQLError>?>(nil)
    thread = WorkerThread(name: "writer") {
      do throws(SQLError) {
        let connection = try database.connect(.readWrite)
        opening.withLock { $0 = .success(()) }
        opening.wakeOne()
        Writer(connection, observer, hooks)
          .run(monitor, batchLimit: batchLimit, idleMilliseconds: idleMilliseconds)
      } catch {
        opening.withLock { $0 = .failure(error) }
        opening.wakeOne()
      }
    }
    do throws(SQLError) {
      try opening.wait { $0 }.get()
    } catch {
      thread.join()
      throw error
    }
  }

  package func submit(_ job: any WriteJob) throws(QueueError) {
    let mustWake = try monitor.withLock { state throws(QueueError) -> Bool in
      guard !state.isStopping else { throw .stopped }
      guard state.queue.append(job) else { throw .full }
      // A busy writer checks the queue again by itself, so the system call is saved.
      return state.isWaiting
    }
    if mustWake { monitor.wakeOne() }
  }

  /// Accepts no more jobs, commits those it has, and returns when the thread has ended. Call it once.
  package func stop() {
    precondition(!thread.isCurrent, "the writer cannot wait for itself")
    monitor.withLock { $0.isStopping = true }
    monitor.wakeOne()
    thread.join()
  }

  /// Runs `body` as a job and waits for its commit. For start-up and tests: it blocks the calling thread.
  package func perform<Value: Sendable>(
    _ body: @escaping @Sendable (any Connection) throws -> Value
  ) throws -> Value {
    precondition(!thread.isCurrent, "the writer cannot wait for itself")
    let job = AwaitedJob(body)
    try submit(job)
    return try job.outcome.wait { $0 }.get()
  }
}

/// `@unchecked Sendable`: `value` is set and read on the writer's thread only, which `owner` checks.
private final class AwaitedJob<Value: Sendable>: WriteJob, @unchecked Sendable {
  let outcome = Monitor<Result<Value, any Error>?>(nil)
  private let body: @Sendable (any Connection) throws -> Value
  private let owner = ThreadOwner()
  private var value: Value?

  init(_ body: @escaping @Sendable (any Connection) throws -> Value) {
    self.body = body
  }

  func run(on connection: any Connection) throws {
    owner.check()
    value = try body(connection)
  }

  func finish(_ result: Result<Void, any Error>) {
    owner.check()
    // Success means that run returned, so there is a value.
    outcome.withLock { $0 = result.map { value! } }
    outcome.wakeOne()
  }
}

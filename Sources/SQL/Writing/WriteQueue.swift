import Work

/// One write, waiting for its turn at the database.
///
/// Handed over when submitted: the submitter leaves it alone until ``finish(_:)``.
package protocol WriteJob: AnyObject, Sendable {
  /// Asked before the job is run: false if no one waits for the outcome any more. It is then not run, and its
  /// outcome is ``QueueError/expired``.
  func begin() -> Bool

  /// Does the write. Called on the writer's thread, inside the batch's transaction and a savepoint: what it
  /// throws undoes its own changes and no other's. It neither begins nor ends transactions. It may be called
  /// again, after what it did was undone with its batch.
  func run(on connection: any Connection) throws

  /// Tells the outcome, once, on the writer's thread and in the order of submission: success only after the
  /// commit is on disk; otherwise what ``run(on:)`` threw, what made the commit fail,
  /// ``WriteOutcomeUnknown`` or ``QueueError/expired``.
  func finish(_ outcome: Result<Void, any Error>)
}

extension WriteJob {
  package func begin() -> Bool { true }
}

/// A commit failed in such a way that the change may be made or not: it is not there now, and may be there
/// after a restart.
package struct WriteOutcomeUnknown: Error, Sendable {
  package let cause: SQLError
}

/// The one writer: a thread with a connection of its own that runs all writes.
///
/// Everything that waits, up to a limit, shares one transaction and so one fsync. Replies follow the commit.
package final class WriteQueue: Sendable {
  /// What else happens on the writer's thread, outside of the jobs' transactions.
  package struct Hooks: Sendable {
    /// After the jobs of a batch have been told. The next batch waits for it.
    package var afterBatch: @Sendable (any Connection) -> Void = { _ in }
    /// When nothing has been submitted for a while since the last batch; again while it returns true and
    /// nothing comes.
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
      // While the writer is at work it looks again by itself; the system call is saved.
      return state.isWaiting
    }
    if mustWake { monitor.wakeOne() }
  }

  /// Takes no more jobs, runs and commits those it has, and returns when the thread has ended. Once only.
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

/// `@unchecked Sendable`: `value` is set and read on the writer's thread only.
private final class AwaitedJob<Value: Sendable>: WriteJob, @unchecked Sendable {
  let outcome = Monitor<Result<Value, any Error>?>(nil)
  private let body: @Sendable (any Connection) throws -> Value
  private var value: Value?

  init(_ body: @escaping @Sendable (any Connection) throws -> Value) {
    self.body = body
  }

  func run(on connection: any Connection) throws {
    value = try body(connection)
  }

  func finish(_ result: Result<Void, any Error>) {
    // A success means that run returned, so there is a value.
    outcome.withLock { $0 = result.map { value! } }
    outcome.wakeOne()
  }
}

import ProtobufC

/// All workers of a process: the only maker of workers.
///
/// Transports are given workers to run calls on, and the service keeps what it needs for each in a
/// ``WorkerLocal``. So nobody reaches a worker's state by a number of their own choosing.
package final class WorkerGroup: Sendable {
  package let workers: [Worker]

  /// - Parameters:
  ///   - executors: one for each worker; they outlive the group.
  ///   - maxArenaBytes: the memory that one call may take for its messages.
  package init(executors: [any WorkerExecutor], maxArenaBytes: Int = Arena.defaultLimitBytes) {
    precondition(!executors.isEmpty, "a group needs a worker")
    workers = executors.enumerated().map { number, executor in
      Worker(number: number, executor: executor, maxArenaBytes: maxArenaBytes)
    }
  }
}

/// A value for each worker of a group, such as its own connection to the database.
///
/// `@unchecked Sendable`: a value is handed out on its own worker only; the subscript traps elsewhere.
package struct WorkerLocal<Value>: @unchecked Sendable {
  private let group: WorkerGroup
  private let values: [Value]

  /// - Parameter make: makes each worker's value. It runs on the calling thread, before any worker has one.
  package init(_ group: WorkerGroup, _ make: () throws -> Value) rethrows {
    self.group = group
    values = try group.workers.map { _ in try make() }
  }

  /// The worker's value. To be used on that worker, which has to be of the same group.
  package subscript(worker: Worker) -> Value {
    worker.preconditionIsCurrent()
    precondition(group.workers[worker.number] === worker, "the worker belongs to another group")
    return values[worker.number]
  }
}

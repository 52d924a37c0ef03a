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

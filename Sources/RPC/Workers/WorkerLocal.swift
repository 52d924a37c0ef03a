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

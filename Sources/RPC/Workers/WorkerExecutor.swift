/// What runs a worker's work, one piece at a time and in order: an event loop, or a thread.
package protocol WorkerExecutor: AnyObject, Sendable {
  /// Whether the calling thread is running this executor's work.
  var isCurrent: Bool { get }

  /// Has `work` run after what was handed over before. From any thread.
  func execute(_ work: @escaping @Sendable () -> Void)

  /// Has `work` run at `deadline`, or soon after. From any thread.
  func execute(at deadline: Deadline, _ work: @escaping @Sendable () -> Void)
}

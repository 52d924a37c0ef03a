/// A fixed number of threads for long work: hashing a password, scanning a large table.
///
/// Runs work in order of submission. When the queue is full it refuses more, so that callers do not wait for
/// results that come after their deadlines.
package final class WorkPool: Sendable {
  /// - Parameter worker: the number of the thread, from 0: callers keep a connection for each.
  package typealias Work = @Sendable (_ worker: Int) -> Void

  private struct State {
    var queue: BoundedQueue<Work>
    var isStopping = false
  }

  private let monitor: Monitor<State>
  private let threads: [WorkerThread]

  package init(name: String, threads count: Int, capacity: Int) {
    let monitor = Monitor(State(queue: BoundedQueue(capacity: capacity)))
    self.monitor = monitor
    threads = (0..<count).map { worker in
      WorkerThread(name: "\(name)-\(worker)") {
        while let work = Self.next(monitor) { work(worker) }
      }
    }
  }

  package func submit(_ work: @escaping Work) throws(QueueError) {
    try monitor.withLock { state throws(QueueError) in
      guard !state.isStopping else { throw .stopped }
      guard state.queue.append(work) else { throw .full }
    }
    monitor.wakeOne()
  }

  /// Accepts no more work, does what it has, and returns when the threads have ended. Call it once.
  package func stop() {
    monitor.withLock { $0.isStopping = true }
    monitor.wakeAll()
    for thread in threads { thread.join() }
  }

  /// Nil when the thread should end.
  private static func next(_ monitor: Monitor<State>) -> Work? {
    monitor.wait { state -> Work?? in
      if let work = state.queue.popFirst() { return .some(work) }
      return state.isStopping ? .some(nil) : nil
    }
  }
}

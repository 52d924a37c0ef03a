/// A fixed number of threads for long work: hashing a password, scanning a large table.
///
/// Runs work in order of submission, limited by count and by memory: a piece of work waits until a thread is
/// free and what it takes fits the budget beside what runs. When the queue is full it refuses more, so that
/// callers do not wait for results that come after their deadlines.
///
/// Each thread has a `Local` of its own, such as a connection, made on the thread and handed to the work that
/// runs there. It need not be Sendable, so the compiler keeps it there; no number leads to it.
package final class WorkPool<Local>: Sendable {
  package typealias Work = @Sendable (Local) -> Void

  private struct Item {
    let bytes: Int
    let work: Work
  }

  private struct State {
    var queue: BoundedQueue<Item>
    var freeBytes: Int
    var isStopping = false
  }

  private struct Opening {
    var waitsFor: Int
    var failure: (any Error)?
  }

  private let budget: Int
  private let monitor: Monitor<State>
  private let threads: [WorkerThread]

  /// - Parameters:
  ///   - capacity: the work that may wait.
  ///   - maxBytes: what the work that runs at once may take together.
  ///   - local: makes a thread's own value, on that thread.
  /// - Throws: what `local` throws.
  package init(
    name: String,
    threads count: Int,
    capacity: Int,
    maxBytes: Int = .max,
    local makeLocal: @escaping @Sendable () throws -> Local
  ) throws {
    let monitor = Monitor(State(queue: BoundedQueue(capacity: capacity), freeBytes: maxBytes))
    let opening = Monitor(Opening(waitsFor: count))
    budget = maxBytes
    self.monitor = monitor
    threads = (0..<count).map { number in
      WorkerThread(name: "\(name)-\(number)") {
        let local = Result { try makeLocal() }
        opening.withLock { opening in
          opening.waitsFor -= 1
          if case .failure(let error) = local { opening.failure = error }
        }
        opening.wakeOne()
        guard case .success(let local) = local else { return }
        while let item = Self.next(monitor) {
          item.work(local)
          Self.free(item.bytes, monitor)
        }
      }
    }
    let failure = opening.wait { $0.waitsFor == 0 ? .some($0.failure) : nil }
    if let failure {
      stop()
      throw failure
    }
  }

  /// - Parameter bytes: the most memory that the work takes, within the budget.
  package func submit(bytes: Int = 0, _ work: @escaping Work) throws(QueueError) {
    precondition((0...budget).contains(bytes), "the work could never run")
    try monitor.withLock { state throws(QueueError) in
      guard !state.isStopping else { throw .stopped }
      guard state.queue.append(Item(bytes: bytes, work: work)) else { throw .full }
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
  private static func next(_ monitor: Monitor<State>) -> Item? {
    monitor.wait { state -> Item?? in
      guard let first = state.queue.first else { return state.isStopping ? .some(nil) : nil }
      // Smaller work does not overtake it: it might never run.
      guard first.bytes <= state.freeBytes else { return nil }
      state.freeBytes -= first.bytes
      return .some(state.queue.popFirst())
    }
  }

  private static func free(_ bytes: Int, _ monitor: Monitor<State>) {
    guard bytes > 0 else { return }
    monitor.withLock { $0.freeBytes += bytes }
    // There may be room for several.
    monitor.wakeAll()
  }
}

import Work

/// A thread that runs work in order, and ends with its last reference.
///
/// It suits a worker whose calls may take long; see ``CallerThreadExecutor`` for others.
package final class ThreadExecutor: WorkerExecutor {
  private struct State {
    var work: [@Sendable () -> Void] = []
    /// In the order in which they are due.
    var timers: [Timer] = []
    var isStopping = false
  }

  private struct Timer {
    let deadline: Deadline
    let work: @Sendable () -> Void
  }

  private let monitor: Monitor<State>
  private let thread: WorkerThread

  package init(name: String) {
    let monitor = Monitor(State())
    self.monitor = monitor
    thread = WorkerThread(name: name) {
      while let work = Self.next(monitor) {
        for piece in work { piece() }
      }
    }
  }

  deinit {
    // Without joining it: this may run on the thread itself.
    monitor.withLock { $0.isStopping = true }
    monitor.wakeOne()
  }

  package var isCurrent: Bool { thread.isCurrent }

  package func execute(_ work: @escaping @Sendable () -> Void) {
    monitor.withLock { $0.work.append(work) }
    monitor.wakeOne()
  }

  package func execute(at deadline: Deadline, _ work: @escaping @Sendable () -> Void) {
    monitor.withLock { state in
      let index = state.timers.firstIndex { $0.deadline > deadline } ?? state.timers.endIndex
      state.timers.insert(Timer(deadline: deadline, work: work), at: index)
    }
    monitor.wakeOne()
  }

  /// The work to do next; nil when it is time to end.
  private static func next(_ monitor: Monitor<State>) -> [@Sendable () -> Void]? {
    while true {
      let alarm = monitor.withLock { $0.timers.first?.deadline }
      /// Nil while there is nothing to do, and an empty list when there is another timer to wait for.
      func take(_ state: inout State) -> [@Sendable () -> Void]?? {
        let now = Deadline.now
        let due = state.timers.prefix { $0.deadline <= now }
        state.timers.removeFirst(due.count)
        let work = state.work + due.map(\.work)
        state.work = []
        if !work.isEmpty { return .some(work) }
        if state.isStopping { return .some(nil) }
        return state.timers.first?.deadline == alarm ? nil : .some([])
      }
      guard let alarm else {
        let work = monitor.wait(for: take)
        if work?.isEmpty == true { continue }
        return work
      }
      // One more, so that the time has come when the wait is over.
      let milliseconds = 1 + alarm.nanosecondsLeft() / 1_000_000
      if let work = monitor.wait(milliseconds: Int(min(milliseconds, 3_600_000)), for: take) {
        if work?.isEmpty == true { continue }
        return work
      }
    }
  }
}

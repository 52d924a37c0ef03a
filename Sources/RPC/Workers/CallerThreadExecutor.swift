import Synchronization
import Work

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Runs work on the threads that hand it over, one piece at a time and in order: what comes while another
/// thread runs work is left to that thread.
///
/// It needs no thread of its own, and a caller no change of threads.
package final class CallerThreadExecutor: WorkerExecutor {
  private struct State {
    var work: [@Sendable () -> Void] = []
    var isRunning = false
  }

  /// One thread keeps the time of all executors.
  private static let timer = ThreadExecutor(name: "timer")

  private let state = Mutex(State())
  /// The thread that runs work, by its id; 0 for none.
  private let runner = Atomic<UInt>(0)

  package init() {}

  package var isCurrent: Bool { runner.load(ordering: .relaxed) == Self.currentThread }

  package func execute(_ work: @escaping @Sendable () -> Void) {
    let mustRun = state.withLock { state in
      state.work.append(work)
      defer { state.isRunning = true }
      return !state.isRunning
    }
    if mustRun { run() }
  }

  package func execute(at deadline: Deadline, _ work: @escaping @Sendable () -> Void) {
    Self.timer.execute(at: deadline) { self.execute(work) }
  }

  private func run() {
    runner.store(Self.currentThread, ordering: .relaxed)
    while let work = next() {
      for piece in work { piece() }
    }
  }

  /// Nil when there is no more.
  private func next() -> [@Sendable () -> Void]? {
    state.withLock { state in
      guard state.work.isEmpty else {
        defer { state.work = [] }
        return state.work
      }
      // Before another thread can begin.
      runner.store(0, ordering: .relaxed)
      state.isRunning = false
      return nil
    }
  }

  private static var currentThread: UInt { UInt(pthread_self()) }
}

extension WorkerGroup {
  /// Workers without threads of their own, for what runs calls without a network.
  package static func onCallersThreads(_ count: Int = 1) -> WorkerGroup {
    WorkerGroup(executors: (0..<count).map { _ in CallerThreadExecutor() })
  }
}

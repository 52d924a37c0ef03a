import Work

/// Lets a test say when another thread or task goes on.
package final class Gate: Sendable {
  private struct State {
    var isHeld = false
    var isOpen = false
    var waiters: [CheckedContinuation<Void, Never>] = []
    /// Those who wait until it is held.
    var watchers: [CheckedContinuation<Void, Never>] = []
  }

  private let state = Monitor(State())

  package init() {}

  /// Called by the thread that is to be held up.
  package func hold() {
    let watchers = state.withLock { state in
      state.isHeld = true
      defer { state.watchers = [] }
      return state.watchers
    }
    state.wakeAll()
    for watcher in watchers { watcher.resume() }
    wait()
  }

  /// Holds up the calling thread until another is held here.
  package func waitUntilHeld() { state.wait { $0.isHeld ? () : nil } }

  /// Holds up the calling task until a thread is held here: where that thread's work comes from a task.
  package func becomesHeld() async {
    await withCheckedContinuation { continuation in
      let isHeld = state.withLock { state in
        if !state.isHeld { state.watchers.append(continuation) }
        return state.isHeld
      }
      if isHeld { continuation.resume() }
    }
  }

  /// Holds up the calling thread until the gate is open.
  package func wait() { state.wait { $0.isOpen ? () : nil } }

  /// Holds up the calling task until the gate is open.
  package func pass() async {
    await withCheckedContinuation { continuation in
      let isOpen = state.withLock { state in
        if !state.isOpen { state.waiters.append(continuation) }
        return state.isOpen
      }
      if isOpen { continuation.resume() }
    }
  }

  package func open() {
    let waiters = state.withLock { state in
      state.isOpen = true
      defer { state.waiters = [] }
      return state.waiters
    }
    state.wakeAll()
    for waiter in waiters { waiter.resume() }
  }
}

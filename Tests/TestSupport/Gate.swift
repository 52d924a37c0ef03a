import Work

/// Lets a test say when another thread or task goes on.
package final class Gate: Sendable {
  private struct State {
    var isHeld = false
    var isOpen = false
    var waiters: [CheckedContinuation<Void, Never>] = []
  }

  private let state = Monitor(State())

  package init() {}

  /// Called by the thread that is to be held up.
  package func hold() {
    state.withLock { $0.isHeld = true }
    state.wakeAll()
    wait()
  }

  package func waitUntilHeld() { state.wait { $0.isHeld ? () : nil } }

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

import Work

/// Lets a test say when another thread goes on.
package final class Gate: Sendable {
  private let state = Monitor((isHeld: false, isOpen: false))

  package init() {}

  /// Called by the thread that is to be held up.
  package func hold() {
    state.withLock { $0.isHeld = true }
    state.wakeAll()
    wait()
  }

  package func waitUntilHeld() { state.wait { $0.isHeld ? () : nil } }

  package func wait() { state.wait { $0.isOpen ? () : nil } }

  package func open() {
    state.withLock { $0.isOpen = true }
    state.wakeAll()
  }
}

@testable import SQL

/// Lets a test say when another thread goes on.
final class Gate: Sendable {
  private let state = Monitor((isHeld: false, isOpen: false))

  /// Called by the thread that is to be held up.
  func hold() {
    state.withLock { $0.isHeld = true }
    state.wakeAll()
    wait()
  }

  func waitUntilHeld() { state.wait { $0.isHeld ? () : nil } }

  func wait() { state.wait { $0.isOpen ? () : nil } }

  func open() {
    state.withLock { $0.isOpen = true }
    state.wakeAll()
  }
}

/// What happened, in order, on whichever thread.
final class Log: Sendable {
  private let entries = Monitor<[String]>([])

  var lines: [String] { entries.withLock { $0 } }

  func add(_ line: String) { entries.withLock { $0.append(line) } }
}

import SQL
import Work

/// Signals that there may be a mail to send.
final class MailSignal: Sendable {
  private struct State {
    var isRaised = false
    var isEnding = false
  }

  private let state = Monitor(State())

  func raise() {
    state.withLock { $0.isRaised = true }
    state.wakeAll()
  }

  /// Ends all waits, now and in future.
  func end() {
    state.withLock { $0.isEnding = true }
    state.wakeAll()
  }

  var isEnding: Bool { state.withLock { $0.isEnding } }

  /// Waits for the signal and clears it; returns also after the timeout or ``end()``.
  func wait(milliseconds: Int) {
    _ = state.wait(milliseconds: milliseconds) { state -> Void? in
      guard state.isRaised || state.isEnding else { return nil }
      state.isRaised = false
      return ()
    }
  }
}

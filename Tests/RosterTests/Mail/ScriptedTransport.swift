import Mail
import SQL
import Work

/// A transport that does what a test says: one act a delivery, and success when there is none left.
final class ScriptedTransport: MailTransport {
  typealias Act = @Sendable (_ isCancelled: () -> Bool) throws(MailError) -> Void

  private struct State {
    var acts: [Act]
    var messages: [MailMessage] = []
  }

  private let state: Monitor<State>

  init(_ acts: [Act] = []) {
    state = Monitor(State(acts: acts))
  }

  static func failing(
    _ kind: MailError.Kind,
    _ message: String = "it failed",
    mayHaveArrived: Bool = false
  ) -> Act {
    { _ throws(MailError) in throw MailError(kind, message, mayHaveArrived: mayHaveArrived) }
  }

  /// All messages handed over, whatever came of them.
  var messages: [MailMessage] { state.withLock { $0.messages } }

  /// Waits until so many messages have been handed over.
  func wait(messages count: Int) {
    state.wait { $0.messages.count >= count ? () : nil }
  }

  func deliver(_ message: MailMessage, isCancelled: @escaping @Sendable () -> Bool) throws(MailError) {
    let act = state.withLock { state -> Act? in
      state.messages.append(message)
      return state.acts.isEmpty ? nil : state.acts.removeFirst()
    }
    state.wakeAll()
    try act?(isCancelled)
  }
}

import Mail
import SQL
import Work

/// A transport with a script: one act for each delivery, and success after the last.
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

  /// All messages received, whatever their outcome.
  var messages: [MailMessage] { state.withLock { $0.messages } }

  /// Waits until so many messages have been received.
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

/// Sees every call that a transport ends, from its first byte to its last: what logs and metrics are made of.
///
/// Called on the call's worker; it must not wait.
package protocol CallObserver: Sendable {
  /// Whether it wants to see the calls that went well, too. A call should not pay for what nobody looks at.
  var observesSuccesses: Bool { get }

  /// A call has ended for its caller, or a request was refused before it became one.
  func ended(_ call: CallSummary)

  /// A call that has ended for its caller, by its deadline or with its connection, was answered after that.
  func answeredTooLate(_ call: CallSummary)
}

extension CallObserver {
  /// For transports: a call has ended for its caller.
  ///
  /// - Parameter error: nil where it went well.
  package func ended(_ call: Call, _ error: RPCError?) {
    guard error != nil || observesSuccesses else { return }
    ended(CallSummary(call, error))
  }

  /// For transports: a call was answered that had ended for its caller before.
  package func answeredTooLate(_ call: Call, _ error: RPCError?) {
    answeredTooLate(CallSummary(call, error))
  }
}

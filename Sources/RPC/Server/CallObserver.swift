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

/// What became of a call.
package struct CallSummary: Sendable {
  /// Nil where the request was refused before its method was known.
  package let method: MethodDescriptor?
  package let peer: Peer
  /// When its request had come.
  package let start: Deadline
  /// When it was answered, or given up.
  package let end: Deadline
  /// Nil where it went well.
  package let error: RPCError?

  package init(method: MethodDescriptor?, peer: Peer, start: Deadline, end: Deadline, error: RPCError?) {
    self.method = method
    self.peer = peer
    self.start = start
    self.end = end
    self.error = error
  }

  fileprivate init(_ call: Call, _ error: RPCError?) {
    self.init(method: call.method, peer: call.peer, start: call.start, end: .now, error: error)
  }

  package var nanoseconds: UInt64 { end.nanosecondsLeft(now: start) }
}

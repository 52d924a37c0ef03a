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

  init(_ call: Call, _ error: RPCError?) {
    self.init(method: call.method, peer: call.peer, start: call.start, end: .now, error: error)
  }

  package var nanoseconds: UInt64 { end.nanosecondsLeft(now: start) }
}

/// The messages of a streaming call, for each direction that streams.
struct Streams: Sendable {
  /// From the caller to the method.
  let requests: MessageQueue?
  /// From the method to the caller.
  let replies: MessageQueue?

  init(of call: Call, _ shape: MethodDescriptor.Shape) {
    requests = shape.callerStreams ? MessageQueue(.requests) : nil
    replies = shape.methodStreams ? MessageQueue(.replies) : nil
    // Weak: the call has the queues.
    requests?.whenWritable { [weak call] in call?.notify(.hasRoomForRequests) }
    replies?.whenReadable { [weak call] in call?.notify(.hasReplies) }
  }

  /// Ends both directions: nobody waits for the call any more.
  func abandon(_ error: RPCError) {
    requests?.abandon(error)
    replies?.abandon(error)
  }
}

extension Call {
  fileprivate func notify(_ kind: CallNotification.Kind) {
    worker.post(CallNotification(call: self, kind: kind))
  }
}

extension MethodDescriptor.Shape {
  package var callerStreams: Bool { self == .clientStreaming || self == .bidirectionalStreaming }
  package var methodStreams: Bool { self == .serverStreaming || self == .bidirectionalStreaming }
}

extension MessageQueue.Bounds {
  /// Ample: where they are reached, the whole connection has to wait.
  package static let requests = Self(maxMessages: 1_024, maxBytes: 4 << 20)
  package static let replies = Self(maxMessages: 64, maxBytes: 1 << 20)
}

extension RPCError {
  /// What a handler finds on a stream whose caller has gone, or whose time is over. Nobody is told it.
  package static let callEnded = RPCError(.cancelled, "The caller does not wait for this call any more.")
}

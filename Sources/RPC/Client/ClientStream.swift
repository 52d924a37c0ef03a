/// A call whose caller or method streams, as its caller has it.
///
/// Sending and receiving go on at their own pace, each by one task at a time. A stream that is let go is
/// cancelled.
public final class ClientStream: Sendable {
  private let requests: MessageQueue?
  private let replies: MessageQueue
  private let onCancel: @Sendable () -> Void

  /// - Parameters:
  ///   - requests: what the caller sends; nil where the opening brought the one request.
  ///   - replies: what the method sends: any number of messages, or its one reply.
  ///   - onCancel: tells the other side, where there still is one.
  package init(requests: MessageQueue?, replies: MessageQueue, onCancel: @escaping @Sendable () -> Void) {
    self.requests = requests
    self.replies = replies
    self.onCancel = onCancel
  }

  deinit {
    cancel()
  }

  /// Sends a message, waiting while the other side has no room for it.
  ///
  /// - Throws: the error that has ended the call. After a call that ended well, too, nothing can be sent:
  ///   `CANCELLED`.
  public func send(_ message: [UInt8]) async throws(RPCError) {
    guard let requests else { preconditionFailure("the method takes one request") }
    try await requests.send(message)
  }

  /// Says that no more messages follow.
  public func finishSending() {
    requests?.finish()
  }

  /// The next message; nil at the end of the call.
  ///
  /// - Throws: the error that has ended the call.
  public func next() async throws(RPCError) -> [UInt8]? {
    try await replies.next()
  }

  /// Gives the call up. What it has done so far stays done.
  public func cancel() {
    requests?.abandon(.callerCancelled)
    replies.abandon(.callerCancelled)
    onCancel()
  }
}

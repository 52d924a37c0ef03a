import NIOCore
import RPC

/// The messages of a client's streaming call, between its caller and its connection.
///
/// `@unchecked Sendable`: the queues are for any thread; `hasSentEnd` is used on the connection's event loop
/// only, which its one use asserts.
final class StreamedMessages: @unchecked Sendable {
  private let shape: MethodDescriptor.Shape
  /// From the caller; nil where the opening brings the one request.
  let requests: MessageQueue?
  /// To the caller: the messages, or the one reply.
  let replies = MessageQueue(.replies)
  private var hasSentEnd = false

  init(_ shape: MethodDescriptor.Shape) {
    self.shape = shape
    requests = shape.callerStreams ? MessageQueue(.requests) : nil
  }

  /// The flags of the Request that opens the stream.
  var openingFlags: FrameFlags { shape.callerStreams ? .remoteOpen : .remoteClosed }

  /// Sends what the caller has given, as far as the socket takes it.
  func send(on stream: UInt32, of connection: TTRPCConnection) {
    connection.eventLoop.preconditionInEventLoop()
    guard let requests, !hasSentEnd else { return }
    while connection.takesMessages {
      switch requests.poll() {
      case .message(let message):
        connection.send(FrameHeader(length: message.count, stream: stream, type: .data), message)
      case .end(nil):
        hasSentEnd = true
        return connection.send(
          FrameHeader(length: 0, stream: stream, type: .data, flags: [.remoteClosed, .noData])
        )
      // Of an error: the caller has given the call up, or it has ended.
      case .end, .nothing: return
      }
    }
  }

  /// Takes a Data frame.
  ///
  /// - Returns: whether it ends the call.
  func receive(_ header: FrameHeader, _ body: ByteBuffer, on connection: TTRPCConnection) -> Bool {
    guard shape.methodStreams else { return false }
    if header.length > 0 || !header.flags.contains(.noData),
      replies.offer(Array(body.readableBytesView)) == .takenAndFull
    {
      connection.isPaused = true
    }
    return header.flags.contains(.remoteClosed)
  }

  /// Takes what the call ended with.
  func end(_ result: Result<[UInt8], RPCError>) {
    requests?.abandon(.callEnded)
    switch result {
    case .success(let reply):
      // Where the method streams, the end brings no message.
      if !shape.methodStreams { _ = replies.offer(reply) }
      replies.finish()
    case .failure(let error):
      replies.finish(error)
    }
  }
}

import NIOCore
import RPC

// From replies to bytes. The socket has one buffer at a time, so that the rest gathers in one piece and not
// in a buffer a reply.
extension ServerConnectionHandler {
  /// Bytes of replies that the peer has not read, beyond what the system keeps for it. Replies that the
  /// socket takes at the end of the batch are not among them.
  var unreadReplyBytes: Int {
    guard let context, !context.channel.isWritable else { return 0 }
    return bytesInSocket + (replies?.readableBytes ?? 0)
  }

  /// The buffer being filled, moved out, so that appending to it copies nothing.
  func takeReplies() -> ByteBuffer {
    defer { replies = nil }
    return replies ?? (bytesInSocket == 0 ? loop.takeBuffer() : ByteBuffer())
  }

  /// Hands the replies written so far to the socket, where it has taken those before.
  func flushReplies() {
    guard let context, state.isAnswering, let buffer = replies else { return }
    if context.channel.isWritable { write(buffer, context) }
    // The pause must not wait for the end of the frames that run.
    if !context.channel.isWritable {
      state.unreadReplies(unreadReplyBytes, isOverBudget: false, at: now)
    }
  }

  func flushFullReplies() {
    guard let replies else { return }
    if bytesInSocket > 0 || replies.readableBytes >= limits.maxBatchedOutputBytes { flushReplies() }
  }

  private func write(_ buffer: ByteBuffer, _ context: ChannelHandlerContext) {
    replies = nil
    isWriting = true
    context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
    isWriting = false
    if context.channel.isWritable {
      loop.returnBuffer(buffer)
    } else {
      bytesInSocket = buffer.storageCapacity
    }
  }

  /// The channel is writable while the socket has taken all it was given: see its water marks.
  func channelWritabilityChanged(context: ChannelHandlerContext) {
    if context.channel.isWritable, !isWriting {
      bytesInSocket = 0
      flushReplies()
      sendWaitingReplies()
      resume()
    }
    context.fireChannelWritabilityChanged()
  }
}

import NIOCore
import RPC

// From replies to bytes. The socket has one buffer at a time, so that the rest gathers in one piece and not
// in a buffer a reply.
extension ServerConnectionHandler: ReplySink {
  func finish(ticket: UInt64, with result: Result<[UInt8], RPCError>) {
    worker.outbox.post(result, ticket: ticket, to: self)
  }

  /// Bytes of replies that the peer has not read, beyond what the system keeps for it. Replies that the
  /// socket takes at the end of the batch are not among them.
  var unreadReplyBytes: Int {
    guard let context, !context.channel.isWritable else { return 0 }
    return bytesInSocket + (replies?.readableBytes ?? 0)
  }

  /// The buffer being filled, moved out, so that appending to it copies nothing.
  func takeReplies() -> ByteBuffer {
    defer { replies = nil }
    return replies ?? (bytesInSocket == 0 ? worker.takeBuffer() : ByteBuffer())
  }

  /// Hands the replies written so far to the socket, where it has taken those before.
  func flushReplies() {
    guard let context, phase != .closing else { return }
    if let buffer = replies {
      if context.channel.isWritable { write(buffer, context) }
      if !context.channel.isWritable { settleOutput() }
    }
    if phase == .draining { finishIfIdle(context) }
  }

  private func write(_ buffer: ByteBuffer, _ context: ChannelHandlerContext) {
    replies = nil
    isWriting = true
    context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
    isWriting = false
    if context.channel.isWritable {
      worker.returnBuffer(buffer)
    } else {
      bytesInSocket = buffer.storageCapacity
    }
  }

  func flushFullReplies() {
    guard let replies else { return }
    if bytesInSocket > 0 || replies.readableBytes >= limits.maxBatchedOutputBytes { flushReplies() }
  }

  /// The channel is writable while the socket has taken all it was given: see its water marks.
  func channelWritabilityChanged(context: ChannelHandlerContext) {
    if context.channel.isWritable, !isWriting {
      bytesInSocket = 0
      flushReplies()
      settle()
      resume()
    }
    context.fireChannelWritabilityChanged()
  }

  /// Stops reading from a peer that leaves too many replies unread, and goes on when it has read them.
  func updatePause(isOverLimit: Bool) {
    let mayHold = isOverLimit ? 0 : limits.maxQueuedOutputBytes
    guard unreadReplyBytes > mayHold, phase != .closing else {
      stalledSince = nil
      return
    }
    guard stalledSince == nil else { return }
    stalledSince = worker.eventLoop.now
    setAlarm(worker.eventLoop.now + .seconds(limits.maxStallSeconds))
  }

  private func settleOutput() {
    if unreadReplyBytes > limits.maxStalledOutputBytes { return close() }
    // While frames run, what they leave behind is noted at the end; the pause must not wait for it.
    if isRunning { updatePause(isOverLimit: false) } else { settle() }
  }

  /// Ends a connection that drains, when everything that came is answered.
  func finishIfIdle(_ context: ChannelHandlerContext) {
    if streams.isEmpty, !isRunning, !isWaitingForTurn { finishWriting(context) }
  }

  /// Closes after the replies written so far have left. The peer gets a moment to close its side: closing
  /// both at once, with requests unread, would make TCP take back the replies on their way.
  private func finishWriting(_ context: ChannelHandlerContext) {
    phase = .closing
    let channel = context.channel
    let written = context.eventLoop.makePromise(of: Void.self)
    context.writeAndFlush(wrapOutboundOut(replies ?? ByteBuffer()), promise: written)
    replies = nil
    let linger = TimeAmount.seconds(limits.maxLingerSeconds)
    written.futureResult.whenComplete { _ in
      channel.close(mode: .output, promise: nil)
      let timer = channel.eventLoop.scheduleTask(in: linger) { channel.close(promise: nil) }
      channel.closeFuture.whenComplete { _ in timer.cancel() }
    }
  }
}

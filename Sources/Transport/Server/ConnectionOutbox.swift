import NIOCore

/// What a connection has for its peer, until the system takes it.
///
/// The socket has one buffer at a time, so that what is written meanwhile gathers in one piece. The
/// connection bounds what is in the outbox: it is told when the peer does not read (``flush()``,
/// ``unreadBytes``).
package final class ConnectionOutbox {
  private let loop: ServerLoop
  private var context: ChannelHandlerContext?
  /// Bytes that were not handed to the socket.
  private var gathered: ByteBuffer?
  /// Memory of the bytes that were handed to the socket and are not all written.
  private var bytesInSocket = 0
  private var isWriting = false

  package init(loop: ServerLoop) {
    self.loop = loop
  }

  package func open(_ context: ChannelHandlerContext) {
    self.context = context
  }

  /// Drops what there is: the connection has gone.
  package func close() {
    context = nil
    gathered = nil
    bytesInSocket = 0
  }
}

// MARK: - Writing

extension ConnectionOutbox {
  /// The buffer to append to, moved out, so that appending copies nothing. It has to be ``put(_:)`` back.
  package func take() -> ByteBuffer {
    defer { gathered = nil }
    return gathered ?? (bytesInSocket == 0 ? loop.takeBuffer() : ByteBuffer())
  }

  package func put(_ buffer: ByteBuffer) {
    gathered = buffer
  }

  /// Whether to flush before the end of what was read together.
  package var isDue: Bool {
    guard let gathered else { return false }
    return bytesInSocket > 0 || gathered.readableBytes >= loop.configuration.limits.maxBatchedOutputBytes
  }

  /// Bytes that the peer has not read, beyond what the system keeps for it. What the socket takes at the end
  /// of the batch is not among them.
  package var unreadBytes: Int {
    guard let context, !context.channel.isWritable else { return 0 }
    return bytesInSocket + (gathered?.readableBytes ?? 0)
  }

  /// Hands what was gathered to the socket, if it has taken what it had before.
  ///
  /// - Returns: whether the peer leaves something unread.
  package func flush() -> Bool {
    guard let context, let buffer = gathered else { return false }
    if context.channel.isWritable { write(buffer, context) }
    return !context.channel.isWritable
  }

  private func write(_ buffer: ByteBuffer, _ context: ChannelHandlerContext) {
    gathered = nil
    isWriting = true
    context.writeAndFlush(NIOAny(buffer), promise: nil)
    isWriting = false
    if context.channel.isWritable {
      loop.returnBuffer(buffer)
    } else {
      bytesInSocket = buffer.storageCapacity
    }
  }

  /// The channel is writable when the socket has taken all that it was given: see its water marks.
  ///
  /// - Returns: whether there is room again.
  package func writabilityChanged() -> Bool {
    guard let context, context.channel.isWritable, !isWriting else { return false }
    bytesInSocket = 0
    return true
  }

  /// Closes the connection after all that was written has left. The peer gets a moment to close its side:
  /// closing both at once, with requests unread, would make TCP take back what is on its way.
  package func finish() {
    guard let context else { return }
    let channel = context.channel
    let written = context.eventLoop.makePromise(of: Void.self)
    context.writeAndFlush(NIOAny(gathered ?? ByteBuffer()), promise: written)
    gathered = nil
    let linger = TimeAmount.seconds(loop.configuration.limits.maxLingerSeconds)
    written.futureResult.whenComplete { _ in
      channel.close(mode: .output, promise: nil)
      let timer = channel.eventLoop.scheduleTask(in: linger) { channel.close(promise: nil) }
      channel.closeFuture.whenComplete { _ in timer.cancel() }
    }
  }
}

import NIOCore
import RPC

// From bytes to frames.
extension ServerConnectionHandler {
  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    var incoming = unwrapInboundIn(data)
    guard state.takesInput else { return }
    if unread.readableBytes > 0 {
      unread.writeBuffer(&incoming)
    } else {
      unread = incoming
    }
    runFrames()
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    flushReplies()
    proceed()
    context.fireChannelReadComplete()
  }

  func read(context: ChannelHandlerContext) {
    if mayRead { context.read() } else { isReadHeld = true }
  }

  /// A connection that drops what comes in reads on, so that it learns when its peer closes.
  var mayRead: Bool { !state.takesInput || !state.isPaused && !isWaitingForTurn }

  /// Goes on with the frames that the last turn had no room for.
  func takeTurn() {
    isWaitingForTurn = false
    resume()
  }

  /// Runs what is there, and reads again, where nothing keeps it from that any more.
  func resume() {
    settle()
    runFrames()
    flushReplies()
    proceed()
  }

  private var framesPerTurn: Int {
    connection.isAuthenticated ? limits.maxFramesPerTurn : limits.maxFramesPerTurnUnauthenticated
  }

  /// Runs the frames that are whole, as many as a turn may have.
  private func runFrames() {
    guard !isRunning, !isWaitingForTurn, !state.isPaused, unread.readableBytes > 0 else { return }
    isRunning = true
    turnTime = now
    // In a local, so that the connection may be used while a call runs.
    var buffer = unread
    unread = ByteBuffer()
    var calls = 0
    var frames = 0
    frames: while state.takesInput, !state.isPaused {
      guard frames < framesPerTurn else {
        isWaitingForTurn = buffer.readableBytes > 0
        break frames
      }
      switch decoder.next(from: &buffer) {
      case .frame(let header, let body):
        let hasFollowers = frames + 1 < framesPerTurn && decoder.hasFrame(in: buffer)
        let ran = body.withUnsafeReadableBytes { receive(header, $0, hasFollowers: hasFollowers) }
        if ran { calls += 1 }
        flushFullReplies()
        state.frameEnded()
      case .oversize(let header):
        refuse(header.stream, .oversizeFrame(bytes: header.length, limit: limits.maxFrameBytes))
        state.frameEnded()
      case .corrupt:
        state.end()
      case .needMore:
        // More may have come in while a call ran.
        guard unread.readableBytes > 0 else { break frames }
        buffer.writeBuffer(&unread)
        unread = ByteBuffer()
      }
      frames += 1
    }
    isRunning = false
    if calls > 0 {
      loop.counters.callsRan(calls)
      loop.worker.endTurn()
    }
    keep(&buffer)
    if isWaitingForTurn, state.takesInput { loop.giveTurn(to: self) }
  }

  /// Keeps what is left for the next read, and watches how long it stays.
  private func keep(_ buffer: inout ByteBuffer) {
    guard state.takesInput else {
      unread = ByteBuffer()
      return
    }
    if unread.readableBytes > 0 { buffer.writeBuffer(&unread) }
    if buffer.readableBytes > 0 {
      // The memory that a read came in may be many times what is left of it.
      if buffer.storageCapacity > 2 * buffer.readableBytes + 1_024 {
        buffer = ByteBuffer(buffer: buffer)
      } else {
        buffer.discardReadBytes()
      }
      unread = buffer
    }
    state.ranFrames(isInsideFrame: !isWaitingForTurn && decoder.isInsideFrame(unread), at: turnTime)
  }
}

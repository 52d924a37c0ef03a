import NIOCore
import RPC

// From bytes to frames.
extension ServerConnectionHandler {
  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    var incoming = unwrapInboundIn(data)
    guard phase != .closing else { return }
    if unread.readableBytes > 0 {
      unread.writeBuffer(&incoming)
    } else {
      unread = incoming
    }
    runFrames()
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    flushReplies()
    context.fireChannelReadComplete()
  }

  func read(context: ChannelHandlerContext) {
    if isPaused || isWaitingForTurn {
      isReadHeld = true
    } else {
      context.read()
    }
  }

  /// Goes on with the frames that the last turn had no room for.
  func takeTurn() {
    isWaitingForTurn = false
    resume()
  }

  /// Runs what is there, and reads again, where nothing keeps it from that any more.
  func resume() {
    guard !isPaused, !isWaitingForTurn, phase != .closing else { return }
    runFrames()
    flushReplies()
    if !isPaused, !isWaitingForTurn, isReadHeld {
      isReadHeld = false
      context?.read()
    }
  }

  private var framesPerTurn: Int {
    connection.isAuthenticated ? limits.maxFramesPerTurn : limits.maxFramesPerTurnUnauthenticated
  }

  /// Runs the frames that are whole, as many as a turn may have.
  private func runFrames() {
    guard !isRunning, !isWaitingForTurn else { return }
    isRunning = true
    // In a local, so that the connection may be used while a call runs.
    var buffer = unread
    unread = ByteBuffer()
    var calls = 0
    var frames = 0
    frames: while !isPaused, phase != .closing {
      guard frames < framesPerTurn else {
        isWaitingForTurn = buffer.readableBytes > 0
        break frames
      }
      frames += 1
      switch decoder.next(from: &buffer) {
      case .frame(let header, let body):
        let hasFollowers = frames < framesPerTurn && decoder.hasFrame(in: buffer)
        let ran = body.withUnsafeReadableBytes { receive(header, $0, hasFollowers: hasFollowers) }
        if ran { calls += 1 }
        flushFullReplies()
        frameBegan = nil
      case .oversize(let header):
        refuse(header.stream, .oversizeFrame(bytes: header.length, limit: limits.maxFrameBytes))
        frameBegan = nil
      case .corrupt:
        flushReplies()
        close()
      case .needMore:
        break frames
      }
      closeIfRefusedTooOften()
    }
    isRunning = false
    if calls > 0 {
      worker.counters.callsRan(calls)
      worker.configuration.batchEnded?(worker.index)
    }
    keep(&buffer)
    if isWaitingForTurn, phase != .closing { worker.giveTurn(to: self) }
  }

  /// Keeps what is left for the next read, and watches how long it stays.
  private func keep(_ buffer: inout ByteBuffer) {
    guard phase != .closing else { return }
    if buffer.readableBytes > 0 {
      // The memory that a read came in may be many times what is left of it.
      if buffer.storageCapacity > 2 * buffer.readableBytes + 1_024 {
        buffer = ByteBuffer(buffer: buffer)
      } else {
        buffer.discardReadBytes()
      }
      unread = buffer
    }
    settle()
    // While paused or waiting, it is not the peer that keeps a frame from being completed.
    guard !isPaused, !isWaitingForTurn, decoder.isInsideFrame(unread) else {
      frameBegan = nil
      return
    }
    let began = frameBegan ?? worker.eventLoop.now
    frameBegan = began
    setAlarm(began + .seconds(limits.maxFrameSeconds))
  }

  private func closeIfRefusedTooOften() {
    guard refusalsInARow >= limits.maxRefusalsUnauthenticated, phase != .closing else { return }
    worker.configuration.report?(
      .refusalLimitReached(peer: connection.peer, limit: limits.maxRefusalsUnauthenticated)
    )
    flushReplies()
    close()
  }
}

import NIOCore
import ProtobufC
import RPC

/// A server's end of one connection: bytes to frames, frames to calls, answers to bytes.
///
/// All frames that arrive together are run in a row and their replies leave in one write. While the peer
/// does not read its replies, nothing more is read from it or run for it.
// Unchecked: `finish(ticket:with:)` only posts to the outbox; the rest is used on the event loop only.
final class ServerConnectionHandler: ChannelDuplexHandler, @unchecked Sendable {
  typealias InboundIn = ByteBuffer
  typealias OutboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private enum Phase {
    case open
    /// The server is stopping: the calls in flight end, and then the connection does.
    case draining
    /// Nothing more is answered. What still comes in is dropped.
    case closing
  }

  let worker: ServerWorker
  var limits: Limits { worker.configuration.limits }
  var streams: StreamTable
  var replies: ByteBuffer?
  private(set) lazy var call = ServerCall(connection: connection, arena: worker.arena, sink: self)

  private let connection: ServerConnection
  private let alarm: Alarm
  private var decoder: FrameDecoder
  private var context: ChannelHandlerContext?
  private var phase = Phase.open

  /// What came in and was not run: the beginning of a frame, or all there is while paused.
  private var unread = ByteBuffer()
  /// When the frame at the front of `unread` was seen to be incomplete.
  private var frameBegan: NIODeadline?
  /// Since when the peer has not read its replies.
  private var stalledSince: NIODeadline?
  private var isRunning = false
  private var isReadHeld = false

  init(worker: ServerWorker, peer: String) {
    self.worker = worker
    connection = ServerConnection(peer: peer, worker: worker.index)
    streams = StreamTable(limits: worker.configuration.limits)
    decoder = FrameDecoder(maxBodyBytes: worker.configuration.limits.maxFrameBytes)
    alarm = Alarm(eventLoop: worker.eventLoop)
  }

  var closeFuture: EventLoopFuture<Void>? { context?.channel.closeFuture }

  private var isPaused: Bool { stalledSince != nil }
}

// MARK: - Coming in

extension ServerConnectionHandler {
  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    worker.add(self)
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    self.context = nil
    worker.remove(self)
  }

  func channelInactive(context: ChannelHandlerContext) {
    phase = .closing
    alarm.cancel()
    worker.counters.callsHeld(-streams.count)
    streams.abandonAll()
    unread = ByteBuffer()
    replies = nil
    context.fireChannelInactive()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    var incoming = unwrapInboundIn(data)
    guard phase != .closing else { return }
    if unread.readableBytes > 0 {
      unread.writeBuffer(&incoming)
    } else {
      unread = incoming
    }
    runFrames(context)
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    flushReplies()
    context.fireChannelReadComplete()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    // A socket's error: the peer has gone, and there is nobody to tell.
    context.close(promise: nil)
  }

  /// Runs the frames that are whole.
  private func runFrames(_ context: ChannelHandlerContext) {
    guard !isRunning else { return }
    isRunning = true
    // In a local, so that the connection may be used while a call runs.
    var buffer = unread
    unread = ByteBuffer()
    var calls = 0
    frames: while !isPaused, phase != .closing {
      switch decoder.next(from: &buffer) {
      case .frame(let header, let body):
        let hasFollowers = decoder.hasFrame(in: buffer)
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
    }
    isRunning = false
    if calls > 0 {
      worker.counters.callsRan(calls)
      worker.configuration.batchEnded?(worker.index)
    }
    keep(&buffer)
  }

  /// Keeps what is left for the next read, and watches how long it stays.
  private func keep(_ buffer: inout ByteBuffer) {
    guard phase != .closing else { return }
    if buffer.readableBytes > 0 {
      buffer.discardReadBytes()
      unread = buffer
    }
    // While paused, it is not the peer that keeps a frame from being completed.
    guard !isPaused, decoder.isInsideFrame(unread) else {
      frameBegan = nil
      return
    }
    let began = frameBegan ?? worker.eventLoop.now
    frameBegan = began
    setAlarm(began + .seconds(limits.maxFrameSeconds))
  }
}

// MARK: - Going out

extension ServerConnectionHandler: ReplySink {
  func finish(ticket: UInt64, with result: Result<[UInt8], RPCError>) {
    worker.outbox.post(result, ticket: ticket, to: self)
  }

  /// Hands the replies written so far to the socket.
  func flushReplies() {
    guard let context, let buffer = replies else { return }
    replies = nil
    context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
    worker.returnBuffer(buffer)
    if isPaused { closeIfFlooded(context) }
    if phase == .draining, streams.isEmpty { finishWriting(context) }
  }

  func flushFullReplies() {
    if let replies, replies.readableBytes >= limits.maxBatchedOutputBytes { flushReplies() }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    if context.channel.isWritable {
      stalledSince = nil
      runFrames(context)
      flushReplies()
      if !isPaused, isReadHeld {
        isReadHeld = false
        context.read()
      }
    } else if stalledSince == nil {
      stalledSince = worker.eventLoop.now
      setAlarm(worker.eventLoop.now + .seconds(limits.maxStallSeconds))
    }
    context.fireChannelWritabilityChanged()
  }

  func read(context: ChannelHandlerContext) {
    if isPaused {
      isReadHeld = true
    } else {
      context.read()
    }
  }

  private func closeIfFlooded(_ context: ChannelHandlerContext) {
    let queued = try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)
    if let queued, queued > limits.maxStalledOutputBytes { close() }
  }
}

// MARK: - Time

extension ServerConnectionHandler {
  func setAlarm(_ time: NIODeadline) {
    // Asked for with every call that has a deadline, and nearly always set already.
    guard time < alarm.time else { return }
    alarm.set(noLaterThan: time) { [weak self] in self?.ring() }
  }

  private func ring() {
    guard phase != .closing else { return }
    let now = worker.eventLoop.now
    if let frameBegan, frameBegan + .seconds(limits.maxFrameSeconds) <= now { return close() }
    if let stalledSince, stalledSince + .seconds(limits.maxStallSeconds) <= now { return close() }
    expireCalls(at: Deadline(now))
    flushReplies()
    if let frameBegan { setAlarm(frameBegan + .seconds(limits.maxFrameSeconds)) }
    if let stalledSince { setAlarm(stalledSince + .seconds(limits.maxStallSeconds)) }
    if let next = streams.nextDeadline { setAlarm(NIODeadline(next)) }
  }
}

// MARK: - Ending

extension ServerConnectionHandler {
  /// Refuses new calls and closes when those in flight are answered.
  func drain() {
    guard phase == .open, let context else { return }
    phase = .draining
    streams.isDraining = true
    if streams.isEmpty, !isRunning { finishWriting(context) }
  }

  /// Closes at once.
  func close() {
    phase = .closing
    context?.close(promise: nil)
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

import NIOCore
import RPC

/// A server's end of one connection: what the channel and the clock bring goes to ``ConnectionState`` and
/// ``StreamTable``, and what they say is done.
///
/// Frames that arrive together are run in a row, as many as one turn may have, and their replies leave in one
/// write. While the peer does not read its replies, nothing more is read from it or run for it.
///
/// `@unchecked Sendable`: it is used on its event loop only. The channel calls it there, and calls get to it
/// by way of their worker, which asserts it.
final class ServerConnectionHandler: ChannelDuplexHandler, @unchecked Sendable {
  typealias InboundIn = ByteBuffer
  typealias OutboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  let loop: ServerLoop
  let limits: Limits
  let connection: ServerConnection
  var state: ConnectionState
  var streams: StreamTable
  var context: ChannelHandlerContext?
  /// The worker's, for the time of a frame.
  private(set) lazy var arena = loop.worker.arena
  private let alarm: Alarm
  private var account: MemoryBudget.Account?

  /// The object of the calls that are answered at once.
  var spareCall: Call?

  var decoder: FrameDecoder
  /// What came in and was not run: the beginning of a frame, or all there is while paused.
  var unread = ByteBuffer()
  /// When the frames that are being run came in. The clock is asked once for all of them.
  var turnTime = Deadline(uptimeNanoseconds: 0)
  var isRunning = false
  /// Whether the connection has had its turn, and has more frames.
  var isWaitingForTurn = false
  var isReadHeld = false

  /// Replies that were not handed to the socket.
  var replies: ByteBuffer?
  /// Memory of the replies that were handed to the socket and are not all written.
  var bytesInSocket = 0
  var isWriting = false
  /// Streams with replies that the peer has no room for, in the order in which they go on.
  var repliesWaiting: [UInt32] = []

  init(loop: ServerLoop, peer: Peer) {
    self.loop = loop
    limits = loop.configuration.limits
    connection = ServerConnection(peer: peer)
    state = ConnectionState(limits: limits)
    streams = StreamTable(limits: limits)
    decoder = FrameDecoder(maxBodyBytes: limits.maxFrameBytes)
    alarm = Alarm(eventLoop: loop.eventLoop)
  }

  var now: Deadline { Deadline(loop.eventLoop.now) }

  var closeFuture: EventLoopFuture<Void>? { context?.channel.closeFuture }
}

// MARK: - From beginning to end

extension ServerConnectionHandler {
  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    account = loop.budget.open { [weak self, eventLoop = context.eventLoop] bytes in
      guard let self else { return }
      eventLoop.execute { self.evict(bytes) }
    }
    loop.add(self)
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    self.context = nil
    // It refers to this handler.
    spareCall = nil
    if let account { loop.budget.close(account) }
    account = nil
    loop.remove(self)
  }

  func channelInactive(context: ChannelHandlerContext) {
    state.close()
    alarm.cancel()
    let abandoned = streams.abandonAll()
    loop.counters.callsHeld(-abandoned.count)
    for (_, held) in abandoned {
      held.call.cancel()
      observer?.ended(held.call, .callEnded)
    }
    unread = ByteBuffer()
    replies = nil
    bytesInSocket = 0
    charge()
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    // A socket's error: the peer has gone, and there is nobody to tell.
    context.close(promise: nil)
  }

  /// Refuses new calls and closes when those in flight are answered.
  func drain() {
    state.drain()
    streams.isDraining = true
    proceed()
  }

  /// Closes at once.
  func close() {
    state.close()
    context?.close(promise: nil)
  }

  private func evict(_ bytes: Int) {
    guard state.isAnswering else { return }
    loop.counters.connectionEvicted()
    loop.configuration.report?(.connectionEvicted(peer: connection.peer.address, bytes: bytes))
    close()
  }
}

// MARK: - What is next

extension ServerConnectionHandler {
  /// Notes what the connection holds, and goes on as its state says. To be called at the end of every event.
  func proceed() {
    // What runs the frames comes here when it has run them.
    guard !isRunning else { return }
    settle()
    switch state.next(
      hasCalls: !streams.isEmpty,
      hasFrames: isWaitingForTurn || decoder.hasFrame(in: unread)
    ) {
    case .run, .pause: break
    case .finish: finish()
    case .close: context?.close(promise: nil)
    }
    if isReadHeld, mayRead {
      isReadHeld = false
      context?.read()
    }
    if let time = state.alarm { setAlarm(time) }
  }

  /// Notes what the connection holds, and has it hold less where all connections hold too much: its
  /// unfinished frame is refused and skipped, and it is not read from until it has read its replies.
  func settle() {
    guard state.isAnswering else { return }
    let isOverBudget = charge()
    if isOverBudget, let header = decoder.skipFrame(in: &unread) {
      state.frameEnded()
      refuse(header.stream, .memoryShort)
      flushReplies()
    }
    // The clock is asked where it matters only.
    let bytes = unreadReplyBytes
    state.unreadReplies(bytes, isOverBudget: isOverBudget, at: bytes > 0 ? now : turnTime)
  }

  /// - Returns: whether all connections together hold more than they may.
  @discardableResult
  private func charge() -> Bool {
    guard let account else { return false }
    return loop.budget.charge(
      account,
      bytes: unread.readableBytes + unreadReplyBytes + streams.queuedBytes,
      isProtected: connection.isAuthenticated
    )
  }

  /// Closes after the replies written so far have left. The peer gets a moment to close its side: closing
  /// both at once, with requests unread, would make TCP take back the replies on their way.
  private func finish() {
    guard let context else { return }
    state.finish()
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

// MARK: - Time

extension ServerConnectionHandler {
  func setAlarm(_ time: Deadline) {
    // Asked for with every call that is answered later, and nearly always set already.
    let time = NIODeadline(time)
    guard time < alarm.time else { return }
    alarm.set(noLaterThan: time) { [weak self] in self?.ring() }
  }

  private func ring() {
    guard state.isAnswering else { return }
    let now = now
    for id in state.wake(at: now) {
      if let held = streams.call(id) { cancel(held.call, .streamStalled) }
    }
    end(streams.expire(at: now), with: { $0.expire(domain: errorDomain) })
    flushReplies()
    resume()
    if let next = streams.nextDeadline { setAlarm(next) }
  }
}

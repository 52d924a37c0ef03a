import NIOCore
import ProtobufC
import RPC

/// A server's end of one connection: bytes to frames, frames to calls, answers to bytes.
///
/// Frames that arrive together are run in a row, as many as one turn may have, and their replies leave in one
/// write. While the peer does not read its replies, nothing more is read from it or run for it.
// Unchecked: `finish(ticket:with:)` only posts to the outbox; the rest is used on the event loop only.
final class ServerConnectionHandler: ChannelDuplexHandler, @unchecked Sendable {
  typealias InboundIn = ByteBuffer
  typealias OutboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  enum Phase {
    case open
    /// The server is stopping: the calls in flight end, and then the connection does.
    case draining
    /// Nothing more is answered. What still comes in is dropped.
    case closing
  }

  let worker: ServerWorker
  let limits: Limits
  let connection: ServerConnection
  var streams: StreamTable
  private(set) lazy var call = ServerCall(connection: connection, arena: worker.arena, sink: self)

  var context: ChannelHandlerContext?
  var phase = Phase.open
  private let alarm: Alarm
  private var account: MemoryBudget.Account?

  var decoder: FrameDecoder
  /// What came in and was not run: the beginning of a frame, or all there is while paused.
  var unread = ByteBuffer()
  /// When the frame at the front of `unread` was seen to be incomplete.
  var frameBegan: NIODeadline?
  var isRunning = false
  /// Whether the connection has had its turn, and has more frames.
  var isWaitingForTurn = false
  var isReadHeld = false
  /// Calls refused in a row before a caller has shown valid credentials.
  var refusalsInARow = 0

  /// Replies not yet handed to the socket.
  var replies: ByteBuffer?
  /// Memory of the replies that were handed to the socket and are not all written.
  var bytesInSocket = 0
  var isWriting = false
  /// Since when more replies are unread than may be.
  var stalledSince: NIODeadline?

  init(worker: ServerWorker, peer: String) {
    self.worker = worker
    limits = worker.configuration.limits
    connection = ServerConnection(peer: peer, worker: worker.index)
    streams = StreamTable(limits: limits)
    decoder = FrameDecoder(maxBodyBytes: limits.maxFrameBytes)
    alarm = Alarm(eventLoop: worker.eventLoop)
  }

  var closeFuture: EventLoopFuture<Void>? { context?.channel.closeFuture }

  var isPaused: Bool { stalledSince != nil }
}

// MARK: - From beginning to end

extension ServerConnectionHandler {
  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    account = worker.budget.open { [weak self, eventLoop = context.eventLoop] bytes in
      guard let self else { return }
      eventLoop.execute { self.evict(bytes) }
    }
    worker.add(self)
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    self.context = nil
    if let account { worker.budget.close(account) }
    account = nil
    worker.remove(self)
  }

  func channelInactive(context: ChannelHandlerContext) {
    phase = .closing
    alarm.cancel()
    worker.counters.callsHeld(-streams.count)
    streams.abandonAll()
    unread = ByteBuffer()
    replies = nil
    bytesInSocket = 0
    settle()
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    // A socket's error: the peer has gone, and there is nobody to tell.
    context.close(promise: nil)
  }

  /// Refuses new calls and closes when those in flight are answered.
  func drain() {
    guard phase == .open, let context else { return }
    phase = .draining
    streams.isDraining = true
    finishIfIdle(context)
  }

  /// Closes at once.
  func close() {
    phase = .closing
    context?.close(promise: nil)
  }

  private func evict(_ bytes: Int) {
    guard phase != .closing else { return }
    worker.counters.connectionEvicted()
    worker.configuration.report?(.connectionEvicted(peer: connection.peer, bytes: bytes))
    close()
  }
}

// MARK: - Memory

extension ServerConnectionHandler {
  /// Notes what the connection holds, and has it hold less where all connections hold too much: its
  /// unfinished frame is refused and skipped, and it is not read from until it has read its replies.
  func settle() {
    guard let account else { return }
    let isOverLimit = worker.budget.charge(
      account,
      bytes: unread.readableBytes + unreadReplyBytes,
      isProtected: connection.isAuthenticated
    )
    if isOverLimit, phase != .closing, let header = decoder.skipFrame(in: &unread) {
      frameBegan = nil
      refuse(header.stream, .memoryShort)
      flushReplies()
    }
    updatePause(isOverLimit: isOverLimit)
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

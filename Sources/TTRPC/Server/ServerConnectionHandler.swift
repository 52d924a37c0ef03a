import NIOCore
import RPC
import Transport

/// A server's end of one connection: bytes come in, are cut into frames, and go to the ``CallRunner`` as far
/// as the ``ConnectionState`` allows; what the calls answer leaves by the outbox.
///
/// Frames that arrive together are run in a row, as many as one turn may have, and their replies leave in one
/// write. While the peer does not read its replies, nothing more is read from it or run for it.
///
/// `@unchecked Sendable`: it is used on its event loop only. The channel calls it there, and every event
/// ends in ``proceed()``, which asserts it; so do the ways of the server and of the alarm to it.
final class ServerConnectionHandler: ChannelDuplexHandler, @unchecked Sendable {
  typealias InboundIn = ByteBuffer
  typealias OutboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  let loop: ServerLoop
  let limits: TTRPCLimits
  let calls: CallRunner
  let outbox: ConnectionOutbox
  let alarm: Alarm
  var state: ConnectionState
  var input: FrameInput
  private(set) var context: ChannelHandlerContext?
  private(set) var account: MemoryBudget.Account?

  /// When the frames that are being run came in. The clock is asked once for all of them.
  var turnTime = Deadline(uptimeNanoseconds: 0)
  var isRunning = false
  /// Whether the connection has had its turn, and has more frames.
  var isWaitingForTurn = false
  private var isReadHeld = false

  init(loop: ServerLoop, router: Router, limits: TTRPCLimits, peer: Peer) {
    self.loop = loop
    self.limits = limits
    let outbox = ConnectionOutbox(loop: loop)
    self.outbox = outbox
    calls = CallRunner(loop: loop, router: router, limits: limits, peer: peer, outbox: outbox)
    state = ConnectionState(limits: limits, connectionLimits: loop.configuration.limits)
    input = FrameInput(maxBodyBytes: limits.maxFrameBytes)
    alarm = Alarm(eventLoop: loop.eventLoop)
  }

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    outbox.open(context)
    calls.open(self)
    account = loop.add(self)
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    self.context = nil
    outbox.close()
    calls.close()
    if let account { loop.remove(self, account) }
    account = nil
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard state.takesInput else { return }
    input.append(unwrapInboundIn(data))
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

  /// Reads where a read was held.
  func readAgain() {
    guard isReadHeld, mayRead else { return }
    isReadHeld = false
    context?.read()
  }

  /// A connection that drops what comes in reads on, so that it learns when its peer closes.
  private var mayRead: Bool { !state.takesInput || !state.isPaused && !isWaitingForTurn }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    if outbox.writabilityChanged() {
      flushReplies()
      calls.sendWaitingReplies()
      resume()
    }
    context.fireChannelWritabilityChanged()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    // A socket's error: the peer has gone, and there is nobody to tell.
    context.close(promise: nil)
  }

  func channelInactive(context: ChannelHandlerContext) {
    state.close()
    alarm.cancel()
    calls.abandonAll()
    input.drop()
    outbox.close()
    charge()
    context.fireChannelInactive()
  }
}

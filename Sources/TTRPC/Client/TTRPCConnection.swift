import NIOCore
import NIOPosix
import ProtobufC
import RPC
import Synchronization
import Transport

/// A client's end of one connection, with any number of calls on it at once.
///
/// It belongs to its event loop and is used there, but for what says otherwise. Requests sent in one turn
/// of the loop leave in one write. ``TTRPCClient`` makes an async interface of it; a load generator uses it
/// as it is.
///
/// `@unchecked Sendable`: all but `isUsable`, which is atomic, is used on the event loop only. The channel
/// calls it there; all other ways to it assert it, in debug builds only where every call takes them.
package final class TTRPCConnection: ChannelDuplexHandler, @unchecked Sendable {
  package typealias InboundIn = ByteBuffer
  package typealias OutboundIn = ByteBuffer
  package typealias OutboundOut = ByteBuffer

  /// Called on the event loop with the reply message's bytes, which are valid until it returns.
  package typealias ReplyHandler = (Result<UnsafeRawBufferPointer, RPCError>) -> Void

  struct Pending {
    let hasNoSideEffects: Bool
    let deadline: Deadline?
    let messages: StreamedMessages?
    let onReply: ReplyHandler

    /// Ends the call without an answer from the server: a change may be made all the same.
    func fail(_ error: RPCError) {
      onReply(.failure(hasNoSideEffects ? error : ClientError.outcomeUnknown(error)))
    }
  }

  package let endpoint: Endpoint
  package let eventLoop: any EventLoop
  let configuration: ClientConfiguration
  let arena: Arena
  var waiting = CircularBuffer<ClientCall>()

  private let usable = Atomic<Bool>(true)
  private let alarm: Alarm
  var limits: TTRPCLimits { configuration.limits }
  private var connectionLimits: ConnectionLimits { configuration.connectionLimits }
  private(set) var context: ChannelHandlerContext?
  var input: FrameInput
  private var requests = ByteBuffer()
  private(set) var pending: [UInt32: Pending] = [:]
  private var nextID: UInt32
  var isReading = false
  private var isFlushScheduled = false
  /// Whether reading waits until the caller of a stream has taken its messages.
  var isPaused = false
  var isReadHeld = false
  var cause: (any Error)?

  init(
    endpoint: Endpoint,
    eventLoop: any EventLoop,
    configuration: ClientConfiguration,
    firstID: UInt32 = 1
  ) {
    self.endpoint = endpoint
    self.eventLoop = eventLoop
    self.configuration = configuration
    nextID = firstID
    arena = Arena(limit: configuration.connectionLimits.maxArenaBytes, blockSize: 16 << 10)
    input = FrameInput(maxBodyBytes: configuration.limits.maxFrameBytes)
    alarm = Alarm(eventLoop: eventLoop)
  }

  /// Whether new calls may be sent. From any thread.
  package var isUsable: Bool { usable.load(ordering: .relaxed) }

  /// Calls that were sent and not answered.
  package var callsInFlight: Int {
    eventLoop.assertInEventLoop()
    return pending.count
  }
}

// MARK: - Connecting

extension TTRPCConnection {
  /// Connects; a failure says why and what to do. From any thread.
  package static func connect(
    to endpoint: Endpoint,
    on eventLoop: any EventLoop,
    configuration: ClientConfiguration = ClientConfiguration()
  ) -> EventLoopFuture<TTRPCConnection> {
    let connection = TTRPCConnection(endpoint: endpoint, eventLoop: eventLoop, configuration: configuration)
    let keepalive = Keepalive(configuration.connectionLimits)
    let bootstrap = ClientBootstrap(group: eventLoop)
      .connectTimeout(.nanoseconds(configuration.connectTimeout.nanoseconds))
      .channelOption(.maxMessagesPerRead, value: 1)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          if case .tcp = endpoint { try keepalive.apply(to: channel) }
          try channel.pipeline.syncOperations.addHandler(connection)
        }
      }
    let channel: EventLoopFuture<any NIOCore.Channel> =
      switch endpoint {
      case .tcp(let host, let port):
        bootstrap.channelOption(.tcpOption(.tcp_nodelay), value: 1)
          .connect(host: host, port: port)
      case .unix(let path): bootstrap.connect(unixDomainSocketPath: path)
      }
    return channel.map { _ in connection }
      .flatMapErrorThrowing { throw ClientError.cannotConnect(to: endpoint, $0) }
      .hop(to: eventLoop)
  }

  package func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
  }

  package func handlerRemoved(context: ChannelHandlerContext) {
    self.context = nil
  }
}

// MARK: - Sending

extension TTRPCConnection {
  /// Sends a request.
  ///
  /// - Parameters:
  ///   - deadline: when `onReply` is told that there is no reply; the request brings its own time for the
  ///     server.
  ///   - onReply: called once, unless the call is abandoned.
  /// - Returns: the call's stream, to abandon it by; nil where it failed at once.
  @discardableResult
  package func send(
    _ request: PreparedRequest,
    deadline: Deadline? = nil,
    onReply: @escaping ReplyHandler
  ) -> UInt32? {
    request.envelope.withUnsafeBytes { envelope in
      send(
        envelope: envelope,
        hasNoSideEffects: request.hasNoSideEffects,
        deadline: deadline,
        onReply: onReply
      )
    }
  }

  /// - Parameter messages: those of a call that streams.
  func send(
    envelope: UnsafeRawBufferPointer,
    hasNoSideEffects: Bool,
    deadline: Deadline?,
    messages: StreamedMessages? = nil,
    onReply: @escaping ReplyHandler
  ) -> UInt32? {
    eventLoop.assertInEventLoop()
    guard isUsable, context != nil else {
      onReply(.failure(ClientError.connectionLost(endpoint, cause)))
      return nil
    }
    let stream = nextID
    pending[stream] = Pending(
      hasNoSideEffects: hasNoSideEffects,
      deadline: deadline,
      messages: messages,
      onReply: onReply
    )
    let flags = messages?.openingFlags ?? []
    requests.writeFrameHeader(
      FrameHeader(length: envelope.count, stream: stream, type: .request, flags: flags)
    )
    requests.writeBytes(envelope)
    if stream > .max - 2 {
      // The numbers are used up. The calls sent end here, and the next ones take another connection.
      retire()
    } else {
      nextID += 2
    }
    if let deadline { setAlarm(deadline) }
    scheduleFlush()
    return stream
  }

  /// Forgets a call. The server is not told, as ttrpc has no word for it; its reply is dropped.
  package func abandon(_ stream: UInt32) {
    eventLoop.preconditionInEventLoop()
    guard pending.removeValue(forKey: stream) != nil else { return }
    callEnded()
  }

  /// Sends one message of a stream, or the end of its messages.
  func send(_ header: FrameHeader, _ message: [UInt8] = []) {
    eventLoop.preconditionInEventLoop()
    requests.writeFrameHeader(header)
    requests.writeBytes(message)
    scheduleFlush()
  }

  /// Whether the socket has taken what it was given, and little waits.
  var takesMessages: Bool {
    context?.channel.isWritable == true && requests.readableBytes < connectionLimits.maxQueuedOutputBytes
  }

  private func scheduleFlush() {
    guard !isReading, !isFlushScheduled else { return }
    isFlushScheduled = true
    eventLoop.execute {
      self.isFlushScheduled = false
      self.flush()
      self.sendMessages()
    }
  }

  func flush() {
    guard let context, requests.readableBytes > 0 else { return }
    let buffer = requests
    // Where the socket took all of it at once, its memory is free again for the next.
    requests = ByteBuffer()
    context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
    guard requests.readableBytes == 0, buffer.capacity <= 4 * connectionLimits.maxBatchedOutputBytes else {
      return
    }
    requests = buffer
    requests.clear()
  }
}

// MARK: - Answers

extension TTRPCConnection {
  func complete(_ stream: UInt32, _ result: Result<UnsafeRawBufferPointer, RPCError>) {
    eventLoop.assertInEventLoop()
    guard let call = pending.removeValue(forKey: stream) else { return }
    if case .failure(let error) = result, error.info?.reason == "SHUTTING_DOWN" { retire() }
    call.onReply(result)
    callEnded()
  }

  /// Ends a call without an answer from the server.
  func fail(_ stream: UInt32, _ error: RPCError) {
    eventLoop.preconditionInEventLoop()
    guard let call = pending.removeValue(forKey: stream) else { return }
    call.fail(error)
    callEnded()
  }

  private func callEnded() {
    startWaiting()
    if !isUsable, pending.isEmpty { close() }
  }
}

// MARK: - Streams

extension TTRPCConnection {
  /// Sends what the callers of streams have given, as far as the socket takes it.
  func sendMessages() {
    eventLoop.preconditionInEventLoop()
    for (stream, call) in pending {
      call.messages?.send(on: stream, of: self)
    }
  }

  package func channelWritabilityChanged(context: ChannelHandlerContext) {
    if context.channel.isWritable { sendMessages() }
    context.fireChannelWritabilityChanged()
  }
}

// MARK: - Time

extension TTRPCConnection {
  func setAlarm(_ deadline: Deadline) {
    let time = NIODeadline(deadline)
    // Asked for with every call that has a deadline, and nearly always set already.
    guard time < alarm.time else { return }
    alarm.set(noLaterThan: time) { [weak self] in self?.ring() }
  }

  private func ring() {
    let now = Deadline(eventLoop.now)
    let late = pending.filter { _, call in call.deadline.map { $0 <= now } ?? false }.keys.sorted()
    for stream in late { fail(stream, ClientError.deadlineExceeded) }
    for call in waiting where call.deadline.map({ $0 <= now }) ?? false {
      call.complete(.failure(ClientError.deadlineExceeded))
    }
    waiting.removeAll { $0.isComplete }
    let deadlines = pending.values.lazy.compactMap(\.deadline).min()
    let waitingDeadlines = waiting.lazy.compactMap(\.deadline).min()
    if let deadlines { setAlarm(deadlines) }
    if let waitingDeadlines { setAlarm(waitingDeadlines) }
  }
}

// MARK: - Ending

extension TTRPCConnection {
  /// Takes no new calls; those sent end as they would. From any thread.
  package func retire() {
    usable.store(false, ordering: .relaxed)
  }

  /// Closes at once; the calls in flight fail. From any thread.
  package func close() {
    retire()
    if eventLoop.inEventLoop {
      context?.close(promise: nil)
    } else {
      eventLoop.execute { self.context?.close(promise: nil) }
    }
  }

  package func channelInactive(context: ChannelHandlerContext) {
    retire()
    alarm.cancel()
    let error = ClientError.connectionLost(endpoint, cause)
    let calls = pending
    pending = [:]
    for (_, call) in calls.sorted(by: { $0.key < $1.key }) { call.fail(error) }
    startWaiting()
    context.fireChannelInactive()
  }
}

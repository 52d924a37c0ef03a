import NIOCore
import ProtobufC
import RPC
import Transport

/// What a ``CallRunner`` tells its connection, and asks of it. Used on the connection's event loop.
protocol CallRunnerDelegate: AnyObject {
  /// A call's method has replied.
  func callReplied()

  /// A call was refused for its frame or for its credentials: what costs the server work and shows nothing of
  /// who asks.
  func callRefused()

  /// A stream's queue has no room for another message.
  func streamFilled(_ id: UInt32)

  /// A stream's queue has room again, or the stream has ended.
  func streamDrained(_ id: UInt32)

  /// ``CallRunner/expire(at:)`` is due at `time`.
  func setAlarm(_ time: Deadline)

  func flushReplies()

  /// Goes on with the frames that waited.
  func resume()

  /// Goes on after an event that did not come from the channel.
  func proceed()
}

/// Runs the calls of one connection: frames that the ``StreamTable`` lets pass become calls of the router's
/// methods, and what these answer goes to the connection's outbox as frames.
///
/// It belongs to the connection's event loop. Calls, which are for any thread, get to it by their worker.
final class CallRunner {
  let connection: ServerConnection
  /// From the connection's beginning to its end.
  private(set) var delegate: (any CallRunnerDelegate)?

  let loop: ServerLoop
  let limits: TTRPCLimits
  let outbox: ConnectionOutbox
  private let router: Router
  /// The worker's, for the time of a frame.
  private(set) lazy var arena = loop.worker.arena
  var streams: StreamTable

  /// The object of the calls that are answered at once.
  private var spareCall: Call?
  /// Streams with replies that the peer has no room for, in the order in which they go on.
  var repliesWaiting: [UInt32] = []

  init(loop: ServerLoop, router: Router, limits: TTRPCLimits, peer: Peer, outbox: ConnectionOutbox) {
    self.loop = loop
    self.router = router
    self.limits = limits
    self.outbox = outbox
    connection = ServerConnection(peer: peer)
    streams = StreamTable(limits: limits, connectionLimits: loop.configuration.limits)
  }

  func open(_ delegate: any CallRunnerDelegate) {
    self.delegate = delegate
  }

  /// Lets go of what refers to the connection. Calls that others keep are not answered any more.
  func close() {
    delegate = nil
    spareCall = nil
  }

  var now: Deadline { Deadline(loop.eventLoop.now) }
  var connectionLimits: ConnectionLimits { loop.configuration.limits }
  var errorDomain: String { loop.configuration.errorDomain }
  var observer: (any CallObserver)? { loop.configuration.observer }
}

// MARK: - From frames to calls

extension CallRunner {
  /// Does what a frame asks for.
  ///
  /// - Parameters:
  ///   - time: when it had come.
  ///   - hasFollowers: whether the frame after it has come, too.
  /// - Returns: whether a handler ran.
  func receive(
    _ header: FrameHeader,
    _ body: UnsafeRawBufferPointer,
    at time: Deadline,
    hasFollowers: Bool
  ) -> Bool {
    switch streams.receive(header) {
    case .run:
      defer { arena.reset() }
      do throws(RPCError) {
        let request = try decode(body)
        let route = try route(request)
        run(route, request, header, at: time, hasFollowers: hasFollowers)
        return true
      } catch {
        refuse(header.stream, error, at: time)
      }
    case .message(let isLast): deliver(Array(body), isLast: isLast, to: header.stream, at: time)
    case .endRequests: streams.call(header.stream)?.call.requests.finish()
    case .ignore: break
    case .refuse(let refusal): refuse(header.stream, refusal, at: time)
    }
    return false
  }

  private func decode(_ body: UnsafeRawBufferPointer) throws(RPCError) -> RequestEnvelope {
    let scan = RequestScan(body, limits: limits, connectionLimits: connectionLimits)
    if let refusal = scan.refusal(limits, connectionLimits) {
      throw refusal.error(domain: errorDomain)
    }
    let request: RequestEnvelope
    do {
      request = try Envelope.decodeRequest(body, in: arena)
    } catch {
      let isTooLarge = error.reason == .tooLarge
      let refusal: Refusal =
        isTooLarge ? .oversizeRequest(limit: connectionLimits.maxArenaBytes) : .malformedRequest
      throw refusal.error(domain: errorDomain)
    }
    let maxMetadataBytes = connectionLimits.maxMetadataBytes
    guard request.metadataBytes <= maxMetadataBytes else {
      let refusal = Refusal.oversizeMetadata(bytes: request.metadataBytes, limit: maxMetadataBytes)
      throw refusal.error(domain: errorDomain)
    }
    guard request.timeoutNanoseconds >= 0 else { throw .deadlineExceeded(domain: errorDomain) }
    return request
  }

  private func route(_ request: RequestEnvelope) throws(RPCError) -> Router.Route {
    switch router.match(service: request.service, method: request.method) {
    case .route(let route):
      guard !route.method.shape.callerStreams || streams.hasRoomForCallerStream else {
        throw Refusal.overloaded.error(domain: errorDomain)
      }
      return route
    case .unknownService: throw .unknownService(name(request.service), domain: errorDomain)
    case .unknownMethod:
      throw .unknownMethod(name(request.method), of: name(request.service), domain: errorDomain)
    }
  }

  /// A name from the wire as it may stand in an error: valid, and of a length a log can bear.
  private func name(_ bytes: UnsafeRawBufferPointer) -> String {
    let text = String(decoding: bytes.prefix(128), as: UTF8.self)
    return text.contains("\0") ? text.filter { $0 != "\0" } : text
  }
}

// MARK: - Running

extension CallRunner {
  private func run(
    _ route: Router.Route,
    _ request: RequestEnvelope,
    _ header: FrameHeader,
    at time: Deadline,
    hasFollowers: Bool
  ) {
    let deadline = Deadline.end(
      of: route.method.shape,
      timeout: request.timeoutNanoseconds > 0 ? request.timeoutNanoseconds : nil,
      start: time,
      maxSeconds: connectionLimits.maxCallSeconds
    )
    var call = spareCall ?? Call(on: loop.worker, connection: connection, carrier: self)
    spareCall = nil
    let outcome = call.run(
      route,
      id: UInt64(header.stream),
      start: time,
      payload: request.payload,
      metadata: request.metadata,
      deadline: deadline,
      hasFollowers: hasFollowers
    )
    switch outcome {
    case .reply(let bytes): reply(to: call, bytes)
    case .failure(let error):
      fail(call, error)
      if error.code == .unauthenticated { delegate?.callRefused() }
    case .later: return hold(call, request, header, at: time)
    }
    // Unless somebody has kept it, it serves the next call.
    if delegate != nil, isKnownUniquelyReferenced(&call) {
      call.recycle()
      spareCall = call
    }
  }

  private func hold(_ call: Call, _ request: RequestEnvelope, _ header: FrameHeader, at time: Deadline) {
    let held = HeldCall(call: call, requestBytes: request.payload.count)
    let callerStreams = call.method.shape.callerStreams
    let isOpen = callerStreams && !header.flags.contains(.remoteClosed)
    streams.hold(header.stream, held, state: isOpen ? .requestsOpen : .requestsEnded, at: time)
    loop.counters.callsHeld(1)
    if let deadline = call.deadline { delegate?.setAlarm(deadline) }
    if held.isStreaming {
      delegate?.setAlarm(time.advanced(bySeconds: connectionLimits.maxStreamIdleSeconds))
    }
    guard callerStreams else { return }
    // Most peers send no message with the opening.
    if !request.payload.isEmpty {
      deliver(Array(request.payload), isLast: false, to: header.stream, at: time)
    }
    if !isOpen { call.requests.finish() }
  }

  private func deliver(_ message: [UInt8], isLast: Bool, to stream: UInt32, at time: Deadline) {
    guard let requests = streams.call(stream)?.call.requests else { return }
    streams.messagePassed(stream, at: time)
    switch requests.offer(message) {
    case .takenAndFull: delegate?.streamFilled(stream)
    // Abandoned: the method takes no more, and its answer follows.
    case .taken, .abandoned: break
    case .refused: preconditionFailure("frames were run while a stream was full")
    }
    if isLast { requests.finish() }
  }
}

// MARK: - Ending

extension CallRunner {
  /// Whether calls are to be answered.
  var areWaiting: Bool { !streams.isEmpty }

  /// Messages that wait in the queues of streaming calls.
  var queuedBytes: Int { streams.queuedBytes }

  /// When ``expire(at:)`` is due.
  var nextDeadline: Deadline? { streams.nextDeadline }

  /// Ends the calls whose time is over, and the streams that have been idle for too long.
  func expire(at now: Deadline) {
    end(streams.expire(at: now), with: { $0.expire(domain: errorDomain) })
    let idle = Refusal.streamIdle(seconds: connectionLimits.maxStreamIdleSeconds)
    for (stream, held) in streams.endIdle(at: now) { giveUp(held.call, on: stream, idle) }
  }

  /// Refuses the calls that come from now on: the server is stopping.
  func drain() {
    streams.isDraining = true
  }

  /// Refuses the calls whose work has not begun: the time to stop is over.
  func refuseWaiting() {
    let refusal = Refusal.shuttingDown.error(domain: errorDomain)
    end(streams.endWaiting(), with: { _ in refusal })
  }

  /// Ends a call that holds up its connection, or that has an answer which cannot be sent.
  func cancel(_ stream: UInt32, _ refusal: Refusal) {
    guard let held = streams.finish(stream) else { return }
    giveUp(held.call, on: stream, refusal)
  }

  /// Tells the caller of a stream that has left the table why, and cancels the call.
  private func giveUp(_ call: Call, on stream: UInt32, _ refusal: Refusal) {
    noteEnd(of: stream)
    call.cancel()
    fail(call, refusal.error(domain: errorDomain))
  }

  /// Ends all calls without an answer: the connection has gone.
  func abandonAll() {
    let abandoned = streams.abandonAll()
    loop.counters.callsHeld(-abandoned.count)
    for (_, held) in abandoned {
      held.call.cancel()
      observer?.ended(held.call, .callEnded)
    }
  }

  /// Tells the callers of streams that have left the table why.
  private func end(_ ended: [(id: UInt32, call: HeldCall)], with error: (Call) -> RPCError) {
    for (stream, held) in ended {
      noteEnd(of: stream)
      fail(held.call, error(held.call))
    }
  }

  func noteEnd(of stream: UInt32) {
    delegate?.streamDrained(stream)
    loop.counters.callsHeld(-1)
  }
}

import NIOCore
import ProtobufC
import RPC

// From a frame to its answer.
extension ServerConnectionHandler {
  /// Does what a frame asks for.
  ///
  /// - Returns: whether a handler ran.
  func receive(_ header: FrameHeader, _ body: UnsafeRawBufferPointer, hasFollowers: Bool) -> Bool {
    switch streams.receive(header) {
    case .run:
      defer { arena.reset() }
      return open(header, body, hasFollowers: hasFollowers)
    case .message(let isLast):
      deliver(Array(body), isLast: isLast, to: header.stream)
    case .endRequests:
      streams.call(header.stream)?.call.requests.finish()
    case .ignore:
      break
    case .refuse(let refusal):
      refuse(header.stream, refusal)
    }
    return false
  }

  private func open(_ header: FrameHeader, _ body: UnsafeRawBufferPointer, hasFollowers: Bool) -> Bool {
    if let refusal = RequestScan(body, limits: limits).refusal(limits) {
      refuse(header.stream, refusal)
      return false
    }
    let request: RequestEnvelope
    do {
      request = try Envelope.decodeRequest(body, in: arena)
    } catch {
      let isTooLarge = error.reason == .tooLarge
      refuse(header.stream, isTooLarge ? .oversizeRequest(limit: limits.maxArenaBytes) : .malformedRequest)
      return false
    }
    guard request.metadataBytes <= limits.maxMetadataBytes else {
      let refusal = Refusal.oversizeMetadata(bytes: request.metadataBytes, limit: limits.maxMetadataBytes)
      refuse(header.stream, refusal)
      return false
    }
    guard request.timeoutNanoseconds >= 0 else {
      refuse(header.stream, RPCError.deadlineExceeded(domain: errorDomain))
      return false
    }
    switch loop.router.match(service: request.service, method: request.method) {
    case .route(let route):
      return run(route, request, header, hasFollowers: hasFollowers)
    case .unknownService:
      refuse(header.stream, RPCError.unknownService(name(request.service), domain: errorDomain))
    case .unknownMethod:
      let (service, method) = (name(request.service), name(request.method))
      refuse(header.stream, RPCError.unknownMethod(method, of: service, domain: errorDomain))
    }
    return false
  }

  private func run(
    _ route: Router.Route,
    _ request: RequestEnvelope,
    _ header: FrameHeader,
    hasFollowers: Bool
  ) -> Bool {
    let shape = route.method.shape
    if shape.callerStreams, !streams.hasRoomForCallerStream {
      refuse(header.stream, .overloaded)
      return false
    }
    let deadline = Deadline.end(
      of: shape,
      timeout: request.timeoutNanoseconds > 0 ? request.timeoutNanoseconds : nil,
      start: turnTime,
      maxSeconds: limits.maxCallSeconds
    )
    var call = spareCall ?? Call(on: loop.worker, connection: connection, carrier: self)
    spareCall = nil
    let outcome = call.run(
      route,
      id: UInt64(header.stream),
      start: turnTime,
      payload: request.payload,
      metadata: request.metadata,
      deadline: deadline,
      hasFollowers: hasFollowers
    )
    switch outcome {
    case .reply(let bytes):
      reply(to: call, bytes)
    case .failure(let error):
      fail(call, error)
      if error.code == .unauthenticated { countRefusal() }
    case .later:
      hold(call, request, header)
      return true
    }
    // Unless somebody has kept it, it serves the next call.
    if context != nil, isKnownUniquelyReferenced(&call) {
      call.recycle()
      spareCall = call
    }
    return true
  }

  private func hold(_ call: Call, _ request: RequestEnvelope, _ header: FrameHeader) {
    let held = HeldCall(call: call, requestBytes: request.payload.count)
    let callerStreams = call.method.shape.callerStreams
    let isOpen = callerStreams && !header.flags.contains(.remoteClosed)
    streams.hold(header.stream, held, state: isOpen ? .requestsOpen : .requestsEnded)
    loop.counters.callsHeld(1)
    if let deadline = call.deadline { setAlarm(deadline) }
    guard callerStreams else { return }
    // Most peers send no message with the opening.
    if !request.payload.isEmpty { deliver(Array(request.payload), isLast: false, to: header.stream) }
    if !isOpen { call.requests.finish() }
  }

  /// A name from the wire as it may stand in an error: valid, and of a length a log can bear.
  private func name(_ bytes: UnsafeRawBufferPointer) -> String {
    let text = String(decoding: bytes.prefix(128), as: UTF8.self)
    return text.contains("\0") ? text.filter { $0 != "\0" } : text
  }
}

// MARK: - Messages of the caller

extension ServerConnectionHandler {
  private func deliver(_ message: [UInt8], isLast: Bool, to stream: UInt32) {
    guard let requests = streams.call(stream)?.call.requests else { return }
    switch requests.offer(message) {
    case .takenAndFull: state.streamFilled(stream, at: turnTime)
    // Abandoned: the method takes no more, and its answer follows.
    case .taken, .abandoned: break
    case .refused: preconditionFailure("frames were run while a stream was full")
    }
    if isLast { requests.finish() }
  }
}

// MARK: - Late answers

extension ServerConnectionHandler: CallCarrier {
  func finish(_ call: Call, with result: Result<[UInt8], RPCError>) {
    let stream = UInt32(call.id)
    guard streams.call(stream) != nil else {
      observer?.answeredTooLate(call, result.error)
      return
    }
    if call.method.shape.methodStreams { return sendReplies(of: call) }
    end(stream)
    switch result {
    case .success(let bytes): bytes.withUnsafeBytes { reply(to: call, $0) }
    case .failure(let error): fail(call, error)
    }
    flushFullReplies()
  }

  func sendReplies(of call: Call) {
    let stream = UInt32(call.id)
    guard streams.call(stream) != nil, !repliesWaiting.contains(stream) else { return }
    while unreadReplyBytes < limits.maxQueuedOutputBytes {
      switch call.replies.poll() {
      case .message(let message):
        guard message.count <= limits.maxFrameBytes else {
          return cancel(call, .oversizeReply(limit: limits.maxFrameBytes))
        }
        send(FrameHeader(length: message.count, stream: stream, type: .data), message)
      case .end(let error):
        end(stream)
        if let error { return fail(call, error) }
        observer?.ended(call, nil)
        return send(
          FrameHeader(length: 0, stream: stream, type: .data, flags: [.remoteClosed, .noData]),
          []
        )
      case .nothing:
        return
      }
      flushFullReplies()
    }
    repliesWaiting.append(stream)
  }

  func resumeRequests(of call: Call) {
    state.streamDrained(UInt32(call.id))
    resume()
  }

  func flush() {
    flushReplies()
    proceed()
  }

  /// Goes on with the replies that the peer had no room for.
  func sendWaitingReplies() {
    let waiting = repliesWaiting
    repliesWaiting = []
    for stream in waiting {
      if let held = streams.call(stream) { sendReplies(of: held.call) }
    }
    flushReplies()
  }

  /// Refuses the calls whose work has not begun: the time to stop is over.
  func refuseWaiting() {
    let refusal = Refusal.shuttingDown.error(domain: errorDomain)
    end(streams.endWaiting(), with: { _ in refusal })
    flush()
  }

  /// Ends a call that holds up its connection, or that has an answer which cannot be sent.
  func cancel(_ call: Call, _ refusal: Refusal) {
    end(UInt32(call.id))
    call.cancel()
    fail(call, refusal.error(domain: errorDomain))
  }

  /// Ends an open stream.
  private func end(_ stream: UInt32) {
    if streams.finish(stream) != nil { noteEnd(of: stream) }
  }

  /// Tells the callers of streams that have left the table why.
  func end(_ ended: [(id: UInt32, call: HeldCall)], with error: (Call) -> RPCError) {
    for (stream, held) in ended {
      noteEnd(of: stream)
      fail(held.call, error(held.call))
    }
  }

  private func noteEnd(of stream: UInt32) {
    state.streamDrained(stream)
    loop.counters.callsHeld(-1)
  }
}

// MARK: - Answers

extension ServerConnectionHandler {
  var errorDomain: String { loop.configuration.errorDomain }

  var observer: (any CallObserver)? { loop.configuration.observer }

  /// Refuses a request that does not become a call.
  func refuse(_ stream: UInt32, _ refusal: Refusal) {
    refuse(stream, refusal.error(domain: errorDomain))
  }

  private func refuse(_ stream: UInt32, _ error: RPCError) {
    observer?.ended(
      CallSummary(method: nil, peer: connection.peer, start: turnTime, end: now, error: error)
    )
    fail(stream, error)
    countRefusal()
  }

  /// Counts what costs the server work and shows nothing of who asks.
  private func countRefusal() {
    guard state.refused(isAuthenticated: connection.isAuthenticated) else { return }
    let limit = limits.maxRefusalsUnauthenticated
    loop.configuration.report?(.refusalLimitReached(peer: connection.peer.address, limit: limit))
  }

  private func reply(to call: Call, _ bytes: UnsafeRawBufferPointer) {
    let stream = UInt32(call.id)
    state.answered()
    var buffer = takeReplies()
    let fits = Envelope.appendReply(bytes, stream: stream, maxBytes: limits.maxFrameBytes, to: &buffer)
    replies = buffer
    if fits {
      observer?.ended(call, nil)
    } else {
      fail(call, Refusal.oversizeReply(limit: limits.maxFrameBytes).error(domain: errorDomain))
    }
  }

  private func fail(_ call: Call, _ error: RPCError) {
    observer?.ended(call, error)
    fail(UInt32(call.id), error)
  }

  private func fail(_ stream: UInt32, _ error: RPCError) {
    // What the call had in the arena is done with, and may have used it up.
    arena.reset()
    var buffer = takeReplies()
    Envelope.appendFailure(
      error,
      stream: stream,
      maxBytes: limits.maxFrameBytes,
      arena: arena,
      to: &buffer
    )
    replies = buffer
  }

  private func send(_ header: FrameHeader, _ message: [UInt8]) {
    var buffer = takeReplies()
    buffer.writeFrameHeader(header)
    buffer.writeBytes(message)
    replies = buffer
  }
}

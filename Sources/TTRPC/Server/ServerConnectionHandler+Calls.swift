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
    case .ignore:
      return false
    case .refuse(let refusal):
      refuse(header.stream, refusal)
      return false
    case .run:
      defer { worker.arena.reset() }
      return run(header, body, hasFollowers: hasFollowers)
    }
  }

  private func run(_ header: FrameHeader, _ body: UnsafeRawBufferPointer, hasFollowers: Bool) -> Bool {
    let request: RequestEnvelope
    do {
      request = try Envelope.decodeRequest(body, in: worker.arena)
    } catch {
      let isTooLarge = error.reason == .tooLarge
      refuse(header.stream, isTooLarge ? .oversizeRequest(limit: limits.maxArenaBytes) : .malformedRequest)
      return false
    }
    guard request.metadataBytes <= limits.maxMetadataBytes else {
      refuse(
        header.stream,
        .oversizeMetadata(bytes: request.metadataBytes, limit: limits.maxMetadataBytes)
      )
      return false
    }
    guard request.timeoutNanoseconds >= 0 else {
      refuse(header.stream, .deadlineExceeded)
      return false
    }
    switch worker.router.match(service: request.service, method: request.method) {
    case .route(let route):
      run(route, request, header, hasFollowers: hasFollowers)
      return true
    case .unknownService:
      fail(header.stream, .unknownService(name(request.service), domain: errorDomain))
      return false
    case .unknownMethod:
      let (service, method) = (name(request.service), name(request.method))
      fail(header.stream, .unknownMethod(method, of: service, domain: errorDomain))
      return false
    }
  }

  private func run(
    _ route: Router.Route,
    _ request: RequestEnvelope,
    _ header: FrameHeader,
    hasFollowers: Bool
  ) {
    var deadline: Deadline?
    if request.timeoutNanoseconds > 0 {
      deadline = .after(nanoseconds: request.timeoutNanoseconds, now: Deadline(worker.eventLoop.now))
    }
    call.begin(
      method: route.method,
      ticket: UInt64(header.stream),
      payload: request.payload,
      metadata: request.metadata,
      deadline: deadline,
      hasFollowers: hasFollowers
    )
    let outcome =
      switch route.handler {
      case .unary(let handler): handler(call)
      }
    switch outcome {
    case .reply(let bytes):
      reply(header.stream, bytes)
    case .failure(let error):
      fail(header.stream, error)
    case .later:
      let held = HeldCall(
        progress: call.heldProgress,
        hasNoSideEffects: route.method.hasNoSideEffects
      )
      streams.hold(header.stream, held, deadline: deadline, requestBytes: request.payload.count)
      worker.counters.callsHeld(1)
      if let deadline { setAlarm(NIODeadline(deadline)) }
    }
  }

  /// A name from the wire as it may stand in an error: valid, and of a length a log can bear.
  private func name(_ bytes: UnsafeRawBufferPointer) -> String {
    let text = String(decoding: bytes.prefix(128), as: UTF8.self)
    return text.contains("\0") ? text.filter { $0 != "\0" } : text
  }
}

// MARK: - Late answers

extension ServerConnectionHandler {
  /// Writes a late answer, unless its caller was told already that time is up.
  func deliver(_ result: Result<[UInt8], RPCError>, ticket: UInt64) {
    let stream = UInt32(truncatingIfNeeded: ticket)
    guard streams.finish(stream) else { return }
    worker.counters.callsHeld(-1)
    switch result {
    case .success(let bytes): bytes.withUnsafeBytes { reply(stream, $0) }
    case .failure(let error): fail(stream, error)
    }
    flushFullReplies()
  }

  /// Tells the callers whose time is up.
  func expireCalls(at now: Deadline) {
    for (stream, refusal) in streams.expire(at: now) {
      worker.counters.callsHeld(-1)
      refuse(stream, refusal)
    }
  }

  /// Refuses the calls whose work has not begun: the time to stop is over.
  func refuseWaiting() {
    for stream in streams.endWaiting() {
      worker.counters.callsHeld(-1)
      refuse(stream, .shuttingDown)
    }
    flushReplies()
  }
}

// MARK: - Answers

extension ServerConnectionHandler {
  func refuse(_ stream: UInt32, _ refusal: Refusal) {
    fail(stream, refusal.error(domain: errorDomain))
  }

  private var errorDomain: String { worker.configuration.errorDomain }

  private func reply(_ stream: UInt32, _ bytes: UnsafeRawBufferPointer) {
    var buffer = takeReplies()
    let fits = Envelope.appendReply(bytes, stream: stream, maxBytes: limits.maxFrameBytes, to: &buffer)
    replies = buffer
    if !fits { refuse(stream, .oversizeReply(limit: limits.maxFrameBytes)) }
  }

  private func fail(_ stream: UInt32, _ error: RPCError) {
    // What the call had in the arena is done with, and may have used it up.
    worker.arena.reset()
    var buffer = takeReplies()
    Envelope.appendFailure(
      error,
      stream: stream,
      maxBytes: limits.maxFrameBytes,
      arena: worker.arena,
      to: &buffer
    )
    replies = buffer
  }

  /// The buffer being filled, moved out, so that appending to it copies nothing.
  private func takeReplies() -> ByteBuffer {
    defer { replies = nil }
    return replies ?? worker.takeBuffer()
  }
}

import ProtobufC

/// The calls of one in-process channel. The caller and the method share a stream's queues.
///
/// `@unchecked Sendable`: all but ``open(_:_:_:)`` runs on the worker, and asserts it.
final class InProcessConnection: @unchecked Sendable {
  private struct Pending {
    let call: Call
    /// Where the caller waits for the reply, or for the end.
    let replies: MessageQueue
  }

  private let router: Router
  private let worker: Worker
  private let peer: Peer
  private let errorDomain: String
  private let maxCallSeconds: Int64
  private let observer: (any CallObserver)?

  private lazy var connection = ServerConnection(peer: peer)
  private var pending: [UInt64: Pending] = [:]
  private var lastID: UInt64 = 0
  /// When ``ring()`` is called next.
  private var alarm: Deadline?

  init(
    router: Router,
    worker: Worker,
    peer: Peer,
    errorDomain: String,
    maxCallSeconds: Int64,
    observer: (any CallObserver)?
  ) {
    self.router = router
    self.worker = worker
    self.peer = peer
    self.errorDomain = errorDomain
    self.maxCallSeconds = maxCallSeconds
    self.observer = observer
  }

  /// Begins a call. From any thread.
  func open(_ method: MethodDescriptor, _ payload: [UInt8], _ options: CallOptions) async -> ClientStream {
    await withCheckedContinuation { continuation in
      worker.executor.execute {
        continuation.resume(returning: self.start(method, payload, options))
      }
    }
  }
}

// MARK: - Starting

extension InProcessConnection {
  private func start(_ method: MethodDescriptor, _ payload: [UInt8], _ options: CallOptions) -> ClientStream {
    worker.preconditionIsCurrent()
    defer {
      worker.arena.reset()
      worker.endTurn()
    }
    let start = Deadline.now
    do throws(RPCError) {
      return try run(try route(of: method), payload, options, start)
    } catch {
      observer?.ended(CallSummary(method: method, peer: peer, start: start, end: .now, error: error))
      let replies = MessageQueue(.replies)
      replies.finish(error)
      return ClientStream(requests: nil, replies: replies) {}
    }
  }

  private func route(of method: MethodDescriptor) throws(RPCError) -> Router.Route {
    switch router.match(method) {
    case .route(let route): return route
    case .unknownService: throw .unknownService(method.service, domain: errorDomain)
    case .unknownMethod: throw .unknownMethod(method.name, of: method.service, domain: errorDomain)
    }
  }

  private func run(
    _ route: Router.Route,
    _ payload: [UInt8],
    _ options: CallOptions,
    _ start: Deadline
  ) throws(RPCError) -> ClientStream {
    let metadata = try metadata(options.metadata)
    let shape = route.method.shape
    let deadline = Deadline.end(
      of: shape,
      timeout: options.timeout?.nanoseconds,
      start: start,
      maxSeconds: maxCallSeconds
    )
    if let deadline, deadline.hasPassed { throw .deadlineExceeded(domain: errorDomain) }
    lastID += 1
    let id = lastID
    let call = Call(on: worker, connection: connection, carrier: self)
    let outcome = payload.withUnsafeBytes { payload in
      call.run(
        route,
        id: id,
        start: start,
        payload: payload,
        metadata: metadata,
        deadline: deadline,
        hasFollowers: false
      )
    }
    let replies = shape.methodStreams ? call.replies : MessageQueue(.replies)
    switch outcome {
    case .reply(let bytes):
      observer?.ended(call, nil)
      _ = replies.offer(Array(bytes))
      replies.finish()
    case .failure(let error):
      observer?.ended(call, error)
      replies.finish(error)
    case .later:
      pending[id] = Pending(call: call, replies: replies)
      if let deadline { setAlarm(deadline) }
    }
    return ClientStream(requests: shape.callerStreams ? call.requests : nil, replies: replies) {
      self.worker.executor.execute { self.cancel(id) }
    }
  }

  private func metadata(_ pairs: [(key: String, value: String)]) throws(RPCError) -> Metadata {
    do {
      let entries = try worker.arena.allocate(Metadata.Entry.self, count: pairs.count)
      for (index, pair) in pairs.enumerated() {
        (entries + index).initialize(
          to: Metadata.Entry(key: try worker.arena.copy(pair.key), value: try worker.arena.copy(pair.value))
        )
      }
      return Metadata(UnsafeBufferPointer(start: entries, count: pairs.count))
    } catch {
      throw .metadataTooLarge("The metadata is larger than a request may be.", domain: errorDomain)
    }
  }
}

// MARK: - Ending

extension InProcessConnection: CallCarrier {
  func finish(_ call: Call, with result: Result<[UInt8], RPCError>) {
    guard let ended = end(call.id) else {
      observer?.answeredTooLate(call, result.error)
      return
    }
    observer?.ended(call, result.error)
    guard !call.method.shape.methodStreams else { return }
    switch result {
    case .success(let bytes):
      _ = ended.replies.offer(bytes)
      ended.replies.finish()
    case .failure(let error):
      ended.replies.finish(error)
    }
  }

  /// The caller takes them from the queue itself.
  func sendReplies(of call: Call) {}

  /// The caller puts them into the queue itself.
  func resumeRequests(of call: Call) {}

  func flush() {}

  private func end(_ id: UInt64) -> Pending? {
    worker.preconditionIsCurrent()
    return pending.removeValue(forKey: id)
  }

  private func cancel(_ id: UInt64) {
    guard let ended = end(id) else { return }
    ended.call.cancel()
    observer?.ended(ended.call, .callEnded)
  }

  private func setAlarm(_ deadline: Deadline) {
    guard alarm.map({ deadline < $0 }) ?? true else { return }
    alarm = deadline
    worker.executor.execute(at: deadline) { [weak self] in self?.ring() }
  }

  private func ring() {
    worker.preconditionIsCurrent()
    alarm = nil
    let now = Deadline.now
    let late = pending.filter { _, waiting in waiting.call.deadline.map { $0 <= now } ?? false }.keys.sorted()
    for id in late {
      guard let ended = end(id) else { continue }
      // For a stream, the call has told its queues.
      let error = ended.call.expire(domain: errorDomain)
      observer?.ended(ended.call, error)
      ended.replies.abandon(error)
    }
    if let next = pending.values.lazy.compactMap(\.call.deadline).min() { setAlarm(next) }
  }
}

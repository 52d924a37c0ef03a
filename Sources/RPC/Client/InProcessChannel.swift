import ProtobufC
import Synchronization

/// A channel to a router in the same process: the second transport, which keeps the first one honest.
///
/// Calls run one at a time on the caller's thread, as worker 0. A call ends at its deadline, also one that is
/// answered later. It serves tests, and tools that embed a service.
public final class InProcessChannel: Channel {
  private let router: Router
  private let peer: String
  // Its holder runs a call; what it guards is only ever used with the lock held.
  private let worker: Mutex<Worker>

  fileprivate struct Worker: ~Copyable {
    let arena = Arena()
    let connection: ServerConnection
    let errorDomain: String
    private let inbox = Inbox()
    var nextTicket: UInt64 = 0
  }

  /// - Parameter errorDomain: the `domain` of the ErrorInfo in errors that the channel itself gives.
  public init(router: Router, peer: String = "in-process", errorDomain: String = "rpc") {
    self.router = router
    self.peer = peer
    let connection = ServerConnection(peer: peer, worker: 0)
    worker = Mutex(Worker(connection: connection, errorDomain: errorDomain))
  }

  public func call(
    _ method: MethodDescriptor,
    payload: [UInt8],
    options: CallOptions
  ) async throws(RPCError) -> [UInt8] {
    let deadline = options.timeout.map { Deadline.after(nanoseconds: $0.nanoseconds) }
    let result = await withCheckedContinuation { continuation in
      worker.withLock { worker in
        worker.run(method, payload, options.metadata, deadline, router) { continuation.resume(returning: $0) }
      }
    }
    return try result.get()
  }
}

extension InProcessChannel.Worker {
  fileprivate typealias Completion = @Sendable (Result<[UInt8], RPCError>) -> Void

  private enum Outcome {
    case answered(Result<[UInt8], RPCError>)
    /// Its ``PendingReply`` answers.
    case held(CallProgress, MethodDescriptor)
  }

  fileprivate mutating func run(
    _ method: MethodDescriptor,
    _ payload: [UInt8],
    _ metadata: [(key: String, value: String)],
    _ deadline: Deadline?,
    _ router: Router,
    completion: @escaping Completion
  ) {
    if let deadline, deadline.hasPassed {
      return completion(.failure(.deadlinePassed(mayBeDone: false, domain: errorDomain)))
    }
    arena.reset()
    nextTicket += 1
    let ticket = nextTicket
    inbox.expect(ticket, completion)
    let outcome = payload.withUnsafeBytes { payload in
      answer(method, payload, metadata, deadline, router, ticket)
    }
    switch outcome {
    case .answered(let result):
      inbox.finish(ticket: ticket, with: result)
    case .held(let progress, let method):
      guard let deadline else { return }
      inbox.end(ticket, at: deadline) { [errorDomain] in
        let mayBeDone = progress.giveUp() && !method.hasNoSideEffects
        return .deadlinePassed(mayBeDone: mayBeDone, domain: errorDomain)
      }
    }
  }

  private func answer(
    _ method: MethodDescriptor,
    _ payload: UnsafeRawBufferPointer,
    _ metadata: [(key: String, value: String)],
    _ deadline: Deadline?,
    _ router: Router,
    _ ticket: UInt64
  ) -> Outcome {
    let service = Array(method.service.utf8)
    let name = Array(method.name.utf8)
    let match = service.withUnsafeBytes { service in
      name.withUnsafeBytes { name in router.match(service: service, method: name) }
    }
    switch match {
    case .route(let route):
      return answer(route, payload, metadata, deadline, ticket)
    case .unknownService:
      return .answered(.failure(.unknownService(method.service, domain: errorDomain)))
    case .unknownMethod:
      return .answered(.failure(.unknownMethod(method.name, of: method.service, domain: errorDomain)))
    }
  }

  private func answer(
    _ route: Router.Route,
    _ payload: UnsafeRawBufferPointer,
    _ metadata: [(key: String, value: String)],
    _ deadline: Deadline?,
    _ ticket: UInt64
  ) -> Outcome {
    guard let metadata = try? self.metadata(metadata) else {
      let info = ErrorInfo(reason: "METADATA_TOO_LARGE", domain: errorDomain)
      let message = "The metadata is larger than a request may be."
      return .answered(.failure(RPCError(.resourceExhausted, message, details: [.errorInfo(info)])))
    }
    let call = ServerCall(connection: connection, arena: arena, sink: inbox)
    call.begin(
      method: route.method,
      ticket: ticket,
      payload: payload,
      metadata: metadata,
      deadline: deadline,
      hasFollowers: false
    )
    let outcome =
      switch route.handler {
      case .unary(let handler): handler(call)
      }
    switch outcome {
    case .reply(let bytes): return .answered(.success(Array(bytes)))
    case .failure(let error): return .answered(.failure(error))
    case .later: return .held(call.heldProgress, route.method)
    }
  }

  private func metadata(_ pairs: [(key: String, value: String)]) throws(ArenaExhausted) -> Metadata {
    let entries = try arena.allocate(Metadata.Entry.self, count: pairs.count)
    for (index, pair) in pairs.enumerated() {
      (entries + index).initialize(
        to: Metadata.Entry(key: try arena.copy(pair.key), value: try arena.copy(pair.value))
      )
    }
    return Metadata(UnsafeBufferPointer(start: entries, count: pairs.count))
  }
}

/// The calls that wait for an answer. The first answer is the answer.
private final class Inbox: ReplySink {
  private struct Waiting {
    let completion: InProcessChannel.Worker.Completion
    var timer: Task<Void, Never>?
  }

  private let waiting = Mutex<[UInt64: Waiting]>([:])

  func expect(_ ticket: UInt64, _ completion: @escaping InProcessChannel.Worker.Completion) {
    waiting.withLock { $0[ticket] = Waiting(completion: completion) }
  }

  func finish(ticket: UInt64, with result: Result<[UInt8], RPCError>) {
    guard let call = waiting.withLock({ $0.removeValue(forKey: ticket) }) else { return }
    call.timer?.cancel()
    call.completion(result)
  }

  /// Ends a call at its deadline, unless it is answered before.
  func end(_ ticket: UInt64, at deadline: Deadline, with error: @escaping @Sendable () -> RPCError) {
    waiting.withLock { waiting in
      guard waiting[ticket] != nil else { return }
      waiting[ticket]?.timer = Task {
        let now = Deadline.now
        if deadline > now {
          try? await Task.sleep(nanoseconds: deadline.uptimeNanoseconds - now.uptimeNanoseconds)
        }
        guard !Task.isCancelled else { return }
        finish(ticket: ticket, with: .failure(error()))
      }
    }
  }
}

extension RPCError {
  /// What the caller is told at its call's deadline.
  ///
  /// - Parameter mayBeDone: whether a change had begun.
  fileprivate static func deadlinePassed(mayBeDone: Bool, domain: String) -> RPCError {
    func error(_ code: Code, _ reason: String, _ message: String) -> RPCError {
      RPCError(code, message, details: [.errorInfo(ErrorInfo(reason: reason, domain: domain))])
    }
    guard mayBeDone else {
      return error(.deadlineExceeded, "DEADLINE_EXCEEDED", "The call's deadline has passed.")
    }
    return error(
      .unknown,
      outcomeUnknownReason,
      "The call's deadline passed while the change was being made. Repeat it under the same request-id."
    )
  }
}

extension Duration {
  /// The whole duration in nanoseconds; one that does not fit is as long as can be told.
  package var nanoseconds: Int64 {
    let (seconds, attoseconds) = components
    let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    guard !overflow else { return seconds < 0 ? .min : .max }
    let (sum, overflowed) = product.addingReportingOverflow(attoseconds / 1_000_000_000)
    return overflowed ? (seconds < 0 ? .min : .max) : sum
  }
}

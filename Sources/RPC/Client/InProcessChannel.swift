import ProtobufC
import Synchronization

/// A channel to a router in the same process: the second transport, which keeps the first one honest.
///
/// Calls run one at a time on the caller's thread, as worker 0. It serves tests, and
/// tools that embed a service.
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
    let result = await withCheckedContinuation { continuation in
      worker.withLock { worker in
        worker.run(method, payload, options, router) { continuation.resume(returning: $0) }
      }
    }
    return try result.get()
  }
}

extension InProcessChannel.Worker {
  fileprivate typealias Completion = @Sendable (Result<[UInt8], RPCError>) -> Void

  fileprivate mutating func run(
    _ method: MethodDescriptor,
    _ payload: [UInt8],
    _ options: CallOptions,
    _ router: Router,
    completion: @escaping Completion
  ) {
    arena.reset()
    nextTicket += 1
    let ticket = nextTicket
    inbox.expect(ticket, completion)
    let outcome = payload.withUnsafeBytes { payload in
      answer(method, payload, options, router, ticket)
    }
    switch outcome {
    case .success(let bytes?): inbox.finish(ticket: ticket, with: .success(bytes))
    case .success(nil): break
    case .failure(let error): inbox.finish(ticket: ticket, with: .failure(error))
    }
  }

  /// The reply, nil where it comes later, or why there is none.
  private func answer(
    _ method: MethodDescriptor,
    _ payload: UnsafeRawBufferPointer,
    _ options: CallOptions,
    _ router: Router,
    _ ticket: UInt64
  ) -> Result<[UInt8]?, RPCError> {
    let service = Array(method.service.utf8)
    let name = Array(method.name.utf8)
    let match = service.withUnsafeBytes { service in
      name.withUnsafeBytes { name in router.match(service: service, method: name) }
    }
    switch match {
    case .route(let route):
      return answer(route, payload, options, ticket)
    case .unknownService:
      return .failure(.unknownService(method.service, domain: errorDomain))
    case .unknownMethod:
      return .failure(.unknownMethod(method.name, of: method.service, domain: errorDomain))
    }
  }

  private func answer(
    _ route: Router.Route,
    _ payload: UnsafeRawBufferPointer,
    _ options: CallOptions,
    _ ticket: UInt64
  ) -> Result<[UInt8]?, RPCError> {
    guard let metadata = try? metadata(options.metadata) else {
      let info = ErrorInfo(reason: "METADATA_TOO_LARGE", domain: errorDomain)
      let message = "The metadata is larger than a request may be."
      return .failure(RPCError(.resourceExhausted, message, details: [.errorInfo(info)]))
    }
    let call = ServerCall(connection: connection, arena: arena, sink: inbox)
    call.begin(
      method: route.method,
      ticket: ticket,
      payload: payload,
      metadata: metadata,
      deadline: options.timeout.map { .after(nanoseconds: $0.nanoseconds) },
      hasFollowers: false
    )
    let outcome =
      switch route.handler {
      case .unary(let handler): handler(call)
      }
    switch outcome {
    case .reply(let bytes): return .success(Array(bytes))
    case .failure(let error): return .failure(error)
    case .later: return .success(nil)
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

/// The calls that wait for an answer.
private final class Inbox: ReplySink {
  private let waiting = Mutex<[UInt64: InProcessChannel.Worker.Completion]>([:])

  func expect(_ ticket: UInt64, _ completion: @escaping InProcessChannel.Worker.Completion) {
    waiting.withLock { $0[ticket] = completion }
  }

  func finish(ticket: UInt64, with result: Result<[UInt8], RPCError>) {
    let completion = waiting.withLock { $0.removeValue(forKey: ticket) }
    completion?(result)
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

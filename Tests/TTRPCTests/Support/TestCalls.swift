import RPC
import Synchronization

@testable import TTRPC

/// Makes calls that were left for later, without a connection.
final class TestCalls {
  private let group = WorkerGroup(executors: [CurrentExecutor()])
  private let carrier = NoCarrier()

  func make(
    _ shape: MethodDescriptor.Shape = .unary,
    hasNoSideEffects: Bool = false,
    deadline: Deadline? = nil
  ) -> Call {
    let method = MethodDescriptor(
      service: "test.Held",
      name: "Call",
      shape: shape,
      hasNoSideEffects: hasNoSideEffects
    )
    var router = Router()
    router.register(method, .held(shape))
    let worker = group.workers[0]
    let connection = ServerConnection(peer: Peer(address: "test"))
    let call = Call(on: worker, connection: connection, carrier: carrier)
    guard case .route(let route) = router.match(method) else { preconditionFailure() }
    _ = call.run(
      route,
      id: 1,
      start: Deadline(uptimeNanoseconds: 0),
      payload: UnsafeRawBufferPointer(start: nil, count: 0),
      metadata: Metadata(),
      deadline: deadline,
      hasFollowers: false
    )
    return call
  }
}

extension Handler {
  /// Never answers by itself.
  static func held(_ shape: MethodDescriptor.Shape) -> Handler {
    switch shape {
    case .unary: .unary { _ in .later }
    case .clientStreaming: .clientStreaming { _, _ throws(RPCError) in try await forever() }
    case .serverStreaming: .serverStreaming { _, _, _ throws(RPCError) in _ = try await forever() }
    case .bidirectionalStreaming:
      .bidirectionalStreaming { _, _, _ throws(RPCError) in _ = try await forever() }
    }
  }

  private static func forever() async throws(RPCError) -> [UInt8] {
    try? await Task.sleep(for: .seconds(86_400))
    throw RPCError(.cancelled, "The test has ended.")
  }
}

/// The thread that asks.
private final class CurrentExecutor: WorkerExecutor {
  var isCurrent: Bool { true }

  func execute(_ work: @escaping @Sendable () -> Void) { work() }

  func execute(at deadline: Deadline, _ work: @escaping @Sendable () -> Void) {}
}

private final class NoCarrier: CallCarrier {
  func finish(_ call: Call, with result: Result<[UInt8], RPCError>) {}
  func sendReplies(of call: Call) {}
  func resumeRequests(of call: Call) {}
  func flush() {}
}

/// A channel to a router in the same process: a transport without a network, for tests and for programs that
/// embed a service.
///
/// Calls run on a worker, as a network's do, one at a time: their messages are copied, their deadlines kept
/// and their streams bounded.
public final class InProcessChannel: Channel {
  private let connection: InProcessConnection

  /// - Parameters:
  ///   - workers: the workers that the router's service was made for. The first runs the calls.
  ///   - peer: what the service is told of who calls.
  ///   - errorDomain: the `domain` of the ErrorInfo in errors that the channel itself gives.
  ///   - maxCallSeconds: how long a unary call may take, whatever its caller says.
  ///   - observer: sees every call.
  package init(
    router: Router,
    workers: WorkerGroup = .onCallersThreads(),
    peer: String = "in-process",
    errorDomain: String = "rpc",
    maxCallSeconds: Int64 = 30,
    observer: (any CallObserver)? = nil
  ) {
    connection = InProcessConnection(
      router: router,
      worker: workers.workers[0],
      peer: Peer(address: peer),
      errorDomain: errorDomain,
      maxCallSeconds: maxCallSeconds,
      observer: observer
    )
  }

  public func call(
    _ method: MethodDescriptor,
    payload: [UInt8],
    options: CallOptions
  ) async throws(RPCError) -> [UInt8] {
    precondition(method.shape == .unary, "\(method) streams")
    guard let reply = try await connection.open(method, payload, options).next() else {
      preconditionFailure("\(method) was answered without a reply")
    }
    return reply
  }

  public func stream(
    _ method: MethodDescriptor,
    payload: [UInt8],
    options: CallOptions
  ) async throws(RPCError) -> ClientStream {
    precondition(method.shape != .unary, "\(method) does not stream")
    return await connection.open(method, payload, options)
  }
}

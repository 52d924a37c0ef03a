import NIOCore
import NIOPosix
import RPC
import Synchronization

/// Accepts connections on any number of TCP and Unix sockets, and speaks a protocol on them.
public final class SocketServer: Sendable {
  private struct State {
    var listeners: [Listener] = []
    var isStopping = false
  }

  private let connectionProtocol: ConnectionProtocol
  private let configuration: ServerConfiguration
  private let eventLoops: any EventLoopGroup
  private let loops: [ServerLoop]
  private let counters = ServerCounters()
  private let addresses = AddressTable()
  private let state = Mutex(State())

  /// - Parameters:
  ///   - connectionProtocol: what is spoken on the connections, such as `.ttrpc(router)`.
  ///   - workers: what the calls run on. They have to live until the server has shut down.
  public init(
    _ connectionProtocol: ConnectionProtocol,
    workers: EventLoopWorkers,
    configuration: ServerConfiguration = ServerConfiguration()
  ) {
    self.connectionProtocol = connectionProtocol
    self.configuration = configuration
    eventLoops = workers.eventLoops
    let counters = counters
    let budget = MemoryBudget(limit: configuration.limits.maxHeldBytes)
    loops = zip(workers.group.workers, workers.eventLoops.makeIterator()).map { worker, eventLoop in
      ServerLoop(
        worker: worker,
        eventLoop: eventLoop,
        configuration: configuration,
        counters: counters,
        budget: budget
      )
    }
  }

  /// What the server is doing at this moment.
  public var snapshot: ServerSnapshot { counters.snapshot }

  /// Begins to listen on all of the endpoints or, where one fails, on none.
  ///
  /// - Returns: the endpoints with the ports taken, in the same order.
  /// - Throws: `FAILED_PRECONDITION`, which says why an endpoint cannot be used.
  @discardableResult
  public func bind(to endpoints: [Endpoint]) async throws(RPCError) -> [Endpoint] {
    var listeners: [Listener] = []
    do {
      for endpoint in endpoints {
        listeners.append(try await Listener(endpoint, bootstrap, socketMode: configuration.unixSocketMode))
      }
    } catch {
      for listener in listeners { await listener.close() }
      throw error
    }
    let isStopping = state.withLock { state in
      if !state.isStopping { state.listeners += listeners }
      return state.isStopping
    }
    if isStopping {
      for listener in listeners { await listener.close() }
      throw RPCError(.failedPrecondition, "The server is stopping.")
    }
    return listeners.map(\.endpoint)
  }

  /// Stops: accepts no more connections, refuses new calls with UNAVAILABLE, lets the calls in flight end and
  /// their replies leave, and closes. At the limit the calls that have not begun are refused, too, and never
  /// begin; those that have get a twentieth of the limit more, and are then cut off. Only the first call
  /// waits.
  public func shutdownGracefully(within limit: Duration) async {
    let listeners = state.withLock { state -> [Listener]? in
      guard !state.isStopping else { return nil }
      state.isStopping = true
      defer { state.listeners = [] }
      return state.listeners
    }
    guard let listeners else { return }
    for listener in listeners { await listener.close() }

    let loops = loops
    let drained = loops.map { loop in loop.eventLoop.flatSubmit { loop.drain() } }
    let clock = loops[0].eventLoop
    let refusal = clock.scheduleTask(in: .nanoseconds(limit.nanoseconds)) {
      for loop in loops { loop.eventLoop.execute { loop.refuseWaiting() } }
    }
    let end = clock.scheduleTask(in: .nanoseconds((limit * 21 / 20).nanoseconds)) {
      for loop in loops { loop.eventLoop.execute { loop.closeAll() } }
    }
    try? await EventLoopFuture.andAllComplete(drained, on: clock).get()
    refusal.cancel()
    end.cancel()
  }
}

// MARK: - Connections

extension SocketServer {
  private var bootstrap: ServerBootstrap {
    ServerBootstrap(group: eventLoops)
      .serverChannelOption(.backlog, value: configuration.backlog)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .serverChannelInitializer { [configuration] channel in
        channel.eventLoop.makeCompletedFuture { try AcceptReporter.assemble(channel, configuration) }
      }
      .childChannelOption(.maxMessagesPerRead, value: 1)
      // Writable means that the socket has taken everything; the connection itself counts what it has not.
      .childChannelOption(.writeBufferWaterMark, value: .init(low: 1, high: 1))
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture { try self.open(channel) }
      }
  }

  /// Takes a connection in. A failure closes it.
  private func open(_ channel: any NIOCore.Channel) throws {
    try admit(channel)
    if channel.remoteAddress?.port != nil {
      try channel.syncOptions?.setOption(.tcpOption(.tcp_nodelay), value: 1)
      try Keepalive(configuration.limits).apply(to: channel)
    }
    guard let loop = loops.first(where: { $0.eventLoop === channel.eventLoop }) else {
      throw RPCError(.internal, "The connection came on an event loop that is not the server's.")
    }
    try connectionProtocol.open(channel, loop)
  }

  /// Counts a connection in, until it closes; throws where there are too many.
  private func admit(_ channel: any NIOCore.Channel) throws {
    let (counters, addresses, limits) = (counters, addresses, configuration.limits)
    guard counters.admitConnection(limit: limits.maxConnections) else {
      throw refusal(.connectionLimitReached(peer: peer(of: channel), limit: limits.maxConnections))
    }
    channel.closeFuture.whenComplete { _ in counters.connectionClosed() }
    guard let address = channel.remoteAddress.flatMap(PeerAddress.init) else { return }
    let limit = limits.maxConnectionsPerAddress
    guard addresses.admit(address, limit: limit) else {
      throw refusal(.addressLimitReached(peer: peer(of: channel), limit: limit))
    }
    channel.closeFuture.whenComplete { _ in addresses.remove(address) }
  }

  private func refusal(_ event: ServerEvent) -> RPCError {
    counters.connectionRefused()
    configuration.report?(event)
    return RPCError(.resourceExhausted, "There are too many connections.")
  }

  private func peer(of channel: any NIOCore.Channel) -> String {
    channel.remoteAddress?.peerDescription ?? "unknown"
  }
}

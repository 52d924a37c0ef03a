import NIOCore
import NIOPosix
import RPC

@testable import Transport

/// The smallest protocol: what comes in goes back.
// Unchecked: used on its event loop only, which the loop asserts.
final class EchoConnection: ChannelInboundHandler, ServedConnection, @unchecked Sendable {
  typealias InboundIn = ByteBuffer

  private let loop: ServerLoop
  private let outbox: ConnectionOutbox
  private var context: ChannelHandlerContext?
  private var account: MemoryBudget.Account?

  /// What the server has told it, in order.
  private(set) var events: [String] = []

  init(_ loop: ServerLoop) {
    self.loop = loop
    outbox = ConnectionOutbox(loop: loop)
  }

  static let echo = ConnectionProtocol { channel, loop in
    try channel.pipeline.syncOperations.addHandler(EchoConnection(loop))
  }

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    outbox.open(context)
    account = loop.add(self)
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    self.context = nil
    outbox.close()
    if let account { loop.remove(self, account) }
    account = nil
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    var incoming = unwrapInboundIn(data)
    var buffer = outbox.take()
    buffer.writeBuffer(&incoming)
    outbox.put(buffer)
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    _ = outbox.flush()
  }

  var closeFuture: EventLoopFuture<Void>? { context?.channel.closeFuture }

  func takeTurn() { events.append("turn") }

  func drain() {
    events.append("drain")
    outbox.finish()
  }

  func refuseWaiting() { events.append("refuseWaiting") }

  func evict(bytes: Int) {
    events.append("evict \(bytes)")
    close()
  }

  func close() {
    events.append("close")
    context?.close(promise: nil)
  }

  /// Notes what it holds.
  func hold(_ bytes: Int, isProtected: Bool = false) -> Bool {
    guard let account else { return false }
    return loop.budget.charge(account, bytes: bytes, isProtected: isProtected)
  }
}

/// A peer on a real socket.
// Unchecked: what can change is used on the event loop only.
final class EchoClient: ChannelInboundHandler, @unchecked Sendable {
  typealias InboundIn = ByteBuffer

  private let loop = MultiThreadedEventLoopGroup.singleton.any()
  private var channel: (any NIOCore.Channel)!
  private var received: [UInt8] = []
  private var waiter: (count: Int, promise: EventLoopPromise<[UInt8]>)?

  /// - Parameter source: the address that a TCP connection comes from.
  init(_ endpoint: Endpoint, from source: String? = nil) async throws {
    var bootstrap = ClientBootstrap(group: loop).channelInitializer { channel in
      channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(self) }
    }
    if let source { bootstrap = bootstrap.bind(to: try SocketAddress(ipAddress: source, port: 0)) }
    channel =
      switch endpoint {
      case .tcp(let host, let port): try await bootstrap.connect(host: host, port: port).get()
      case .unix(let path): try await bootstrap.connect(unixDomainSocketPath: path).get()
      }
  }

  /// Sends bytes and waits until they have come back.
  func echo(_ bytes: [UInt8]) async throws -> [UInt8] {
    try await loop.flatSubmit {
      let promise = self.loop.makePromise(of: [UInt8].self)
      self.waiter = (bytes.count, promise)
      self.channel.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil)
      return promise.futureResult
    }.get()
  }

  func waitUntilClosed() async throws {
    try await channel.closeFuture.get()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    received += unwrapInboundIn(data).readableBytesView
    guard let waiter, received.count >= waiter.count else { return }
    self.waiter = nil
    waiter.promise.succeed(Array(received.prefix(waiter.count)))
    received.removeFirst(waiter.count)
  }

  func channelInactive(context: ChannelHandlerContext) {
    waiter?.promise.fail(ChannelError.eof)
    waiter = nil
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }
}

extension EventLoopWorkers {
  /// Runs a server on its workers for as long as the body takes.
  func withServer(
    _ configuration: ServerConfiguration = ServerConfiguration(),
    at endpoints: [Endpoint] = [.tcp(host: "127.0.0.1", port: 0)],
    _ body: (SocketServer, [Endpoint]) async throws -> Void
  ) async throws {
    let server = SocketServer(EchoConnection.echo, workers: self, configuration: configuration)
    do {
      try await body(server, try await server.bind(to: endpoints))
    } catch {
      await server.shutdownGracefully(within: .zero)
      throw error
    }
    await server.shutdownGracefully(within: .zero)
  }
}

/// Runs a server for as long as the body takes.
func withServer(
  _ configuration: ServerConfiguration = ServerConfiguration(),
  at endpoints: [Endpoint] = [.tcp(host: "127.0.0.1", port: 0)],
  _ body: (SocketServer, [Endpoint]) async throws -> Void
) async throws {
  let workers = EventLoopWorkers(count: 1)
  do {
    try await workers.withServer(configuration, at: endpoints, body)
  } catch {
    await workers.shutdownGracefully()
    throw error
  }
  await workers.shutdownGracefully()
}

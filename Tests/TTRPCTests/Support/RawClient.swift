import NIOCore
import NIOPosix
import RPC

@testable import TTRPC
@testable import Transport

/// A peer that writes whatever bytes a test likes to a real socket.
// Unchecked: what can change is used on the event loop only.
final class RawClient: ChannelInboundHandler, @unchecked Sendable {
  typealias InboundIn = ByteBuffer

  private let loop = MultiThreadedEventLoopGroup.singleton.any()
  private var channel: (any NIOCore.Channel)!
  private var received = ByteBuffer()
  private var answers: [Answer] = []
  private var waiter: (count: Int, promise: EventLoopPromise<[Answer]>)?

  /// - Parameter source: the address that a TCP connection comes from.
  init(_ endpoint: Endpoint, autoRead: Bool = true, from source: String? = nil) async throws {
    var bootstrap = ClientBootstrap(group: loop)
      .channelOption(.autoRead, value: autoRead)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(self) }
      }
    if let source { bootstrap = bootstrap.bind(to: try SocketAddress(ipAddress: source, port: 0)) }
    channel =
      switch endpoint {
      case .tcp(let host, let port): try await bootstrap.connect(host: host, port: port).get()
      case .unix(let path): try await bootstrap.connect(unixDomainSocketPath: path).get()
      }
  }

  func send(_ buffer: ByteBuffer) async throws {
    try await channel.writeAndFlush(buffer)
  }

  func sendUnread(_ buffer: ByteBuffer) {
    channel.writeAndFlush(buffer, promise: nil)
  }

  func startReading() async throws {
    try await channel.setOption(.autoRead, value: true).get()
  }

  /// Waits for so many answers.
  func answers(_ count: Int) async throws -> [Answer] {
    try await loop.flatSubmit {
      let promise = self.loop.makePromise(of: [Answer].self)
      self.waiter = (count, promise)
      self.answerWaiter()
      return promise.futureResult
    }.get()
  }

  func close() async throws {
    try await channel.close()
  }

  func waitUntilClosed() async throws {
    try await channel.closeFuture.get()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    var buffer = unwrapInboundIn(data)
    received.writeBuffer(&buffer)
    answers += Frames.takeAnswers(from: &received)
    received.discardReadBytes()
    answerWaiter()
  }

  func channelInactive(context: ChannelHandlerContext) {
    waiter?.promise.fail(ChannelError.eof)
    waiter = nil
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }

  private func answerWaiter() {
    guard let waiter, answers.count >= waiter.count else { return }
    self.waiter = nil
    waiter.promise.succeed(Array(answers.prefix(waiter.count)))
    answers.removeFirst(waiter.count)
  }
}

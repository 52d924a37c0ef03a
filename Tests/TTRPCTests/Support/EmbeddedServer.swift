import NIOCore
import NIOEmbedded
import RPC

@testable import TTRPC
@testable import Transport

/// One connection of a server, without a socket and with a clock that the test moves.
final class EmbeddedServer {
  let channel = EmbeddedChannel()
  let counters = ServerCounters()
  let worker: ServerLoop
  var loop: EmbeddedEventLoop { channel.embeddedEventLoop }

  init(
    _ router: Router = Echo.router(),
    _ configuration: ServerConfiguration = ServerConfiguration(),
    limits: TTRPCLimits = TTRPCLimits(),
    _ budget: MemoryBudget? = nil
  ) throws {
    let executor = EventLoopExecutor(channel.embeddedEventLoop)
    let group = WorkerGroup(executors: [executor], maxArenaBytes: configuration.limits.maxArenaBytes)
    worker = ServerLoop(
      worker: group.workers[0],
      eventLoop: channel.embeddedEventLoop,
      configuration: configuration,
      counters: counters,
      budget: budget ?? MemoryBudget(limit: configuration.limits.maxHeldBytes)
    )
    try ConnectionProtocol.ttrpc(router, limits: limits).open(channel, worker)
    try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
  }

  deinit {
    _ = try? channel.finish(acceptAlreadyClosed: true)
  }

  /// Has the bytes arrive in one piece.
  func receive(_ buffers: ByteBuffer...) throws {
    try channel.writeInbound(buffers.joined)
  }

  /// What the server has sent since the last time.
  func sent() throws -> [Answer] {
    Frames.answers(in: try sentBytes())
  }

  /// The frames that the server has sent since the last time.
  func sentFrames() throws -> [Frames.Raw] {
    Frames.all(in: try sentBytes())
  }

  private func sentBytes() throws -> ByteBuffer {
    var all = ByteBuffer()
    while let buffer = try channel.readOutbound(as: ByteBuffer.self) { all.writeImmutableBuffer(buffer) }
    return all
  }

  func exchange(_ buffers: ByteBuffer...) throws -> [Answer] {
    try channel.writeInbound(buffers.joined)
    return try sent()
  }

  func setWritable(_ isWritable: Bool) {
    channel.isWritable = isWritable
    channel.pipeline.fireChannelWritabilityChanged()
  }

  var isOpen: Bool { channel.isActive }
}

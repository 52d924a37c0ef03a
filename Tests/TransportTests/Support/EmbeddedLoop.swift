import NIOCore
import NIOEmbedded
import RPC

@testable import Transport

/// A server's loop without threads, with a clock that the test moves.
final class EmbeddedLoop {
  let eventLoop = EmbeddedEventLoop()
  let counters = ServerCounters()
  let server: ServerLoop

  init(_ configuration: ServerConfiguration = ServerConfiguration()) {
    let group = WorkerGroup(executors: [EventLoopExecutor(eventLoop)])
    server = ServerLoop(
      worker: group.workers[0],
      eventLoop: eventLoop,
      configuration: configuration,
      counters: counters,
      budget: MemoryBudget(limit: configuration.limits.maxHeldBytes)
    )
  }

  /// A connection of the server, with its channel.
  func connect() throws -> (connection: EchoConnection, channel: EmbeddedChannel) {
    let (connection, channel) = accept()
    try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
    return (connection, channel)
  }

  /// One that has just come in, and is not active yet.
  func accept() -> (connection: EchoConnection, channel: EmbeddedChannel) {
    let connection = EchoConnection(server)
    return (connection, EmbeddedChannel(handler: connection, loop: eventLoop))
  }
}

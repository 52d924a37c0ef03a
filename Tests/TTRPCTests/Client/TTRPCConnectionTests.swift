import NIOCore
import NIOPosix
import RPC
import Testing

@testable import TTRPC

@Suite("A connection of the client")
struct TTRPCConnectionTests {
  private let loop = MultiThreadedEventLoopGroup.singleton.any()

  @Test("prepared requests are answered on the event loop, by order of their streams")
  func prepared() async throws {
    try await withServer { _, endpoint in
      let connection = try await TTRPCConnection.connect(to: endpoint, on: loop).get()
      let request = try PreparedRequest(Echo.now, payload: [1, 2])
      let promise = loop.makePromise(of: [[UInt8]].self)
      try await loop.submit {
        var payloads: [[UInt8]] = []
        for _ in 0..<16 {
          connection.send(request) { result in
            payloads.append((try? result.get()).map { Array($0) } ?? [])
            if payloads.count == 16 { promise.succeed(payloads) }
          }
        }
      }.get()
      #expect(try await promise.futureResult.get() == Array(repeating: [1, 2], count: 16))
      connection.close()
    }
  }

  @Test("when stream numbers are used up, a connection takes no more calls")
  func numbersUsedUp() async throws {
    let connection = TTRPCConnection(
      endpoint: .unix(path: "/nowhere"),
      eventLoop: loop,
      configuration: ClientConfiguration(),
      firstID: .max - 2
    )
    try await withServer { _, endpoint in
      guard case .tcp(let host, let port) = endpoint else { return }
      _ = try await ClientBootstrap(group: loop).channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(connection) }
      }.connect(host: host, port: port).get()
      let request = try PreparedRequest(Echo.now, payload: [])
      let streams = try await loop.submit {
        (0..<3).map { _ in connection.send(request) { _ in } }
      }.get()
      #expect(streams == [.max - 2, .max, nil])
      #expect(!connection.isUsable)
    }
  }

  @Test("a request longer than a frame is not sent")
  func tooLong() {
    let error = #expect(throws: RPCError.self) {
      try PreparedRequest(Echo.now, payload: Array(repeating: 0, count: 4 << 20))
    }
    #expect(error?.reason == "MESSAGE_TOO_LARGE")
  }
}

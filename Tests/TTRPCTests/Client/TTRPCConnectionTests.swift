import NIOCore
import NIOEmbedded
import NIOPosix
import RPC
import Testing

@testable import TTRPC
@testable import Transport

@Suite("A connection of the client")
struct TTRPCConnectionTests {
  private let loop = MultiThreadedEventLoopGroup.singleton.any()

  @Test("prepared requests are answered on the event loop, by order of their streams")
  func prepared() async throws {
    try await withServer { _, endpoint in
      let connection = try await TTRPCConnection.connect(to: endpoint, on: loop).get()
      let requests = try (0..<16 as Range<UInt8>).map { try PreparedRequest(Echo.now, payload: [$0]) }
      let promise = loop.makePromise(of: [[UInt8]].self)
      try await loop.submit {
        var payloads: [[UInt8]] = []
        for request in requests {
          connection.send(request) { result in
            payloads.append((try? result.get()).map { Array($0) } ?? [])
            if payloads.count == 16 { promise.succeed(payloads) }
          }
        }
      }.get()
      #expect(try await promise.futureResult.get() == (0..<16 as Range<UInt8>).map { [$0] })
      connection.close()
    }
  }

  @Test("it is used on its event loop only")
  func affinity() async {
    await #expect(processExitsWith: .failure) {
      let connection = TTRPCConnection(
        endpoint: .unix(path: "/nowhere"),
        eventLoop: MultiThreadedEventLoopGroup.singleton.any(),
        configuration: ClientConfiguration()
      )
      connection.abandon(1)
    }
    await #expect(processExitsWith: .failure) {
      let call = ClientCall(
        on: MultiThreadedEventLoopGroup.singleton.any(),
        Echo.now,
        payload: [],
        metadata: [],
        deadline: nil
      )
      call.complete(.success([]))
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

  @Test("a reply longer than a frame fails its call, its body is skipped, and the connection goes on")
  func oversizeReply() throws {
    let channel = EmbeddedChannel()
    let connection = TTRPCConnection(
      endpoint: .unix(path: "/nowhere"),
      eventLoop: channel.eventLoop,
      configuration: ClientConfiguration()
    )
    try channel.pipeline.syncOperations.addHandler(connection)
    try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
    let request = try PreparedRequest(Echo.now, payload: [])
    var replies: [Result<[UInt8], RPCError>] = []
    for _ in 0..<2 { connection.send(request) { replies.append($0.map { Array($0) }) } }

    var incoming = Frames.frame(1, .response, Array(repeating: 0, count: (4 << 20) + 1))
    incoming.writeImmutableBuffer(Frames.frame(3, .response, [0x12, 1, 9]))
    while let piece = incoming.readSlice(length: min(incoming.readableBytes, 100_000)),
      piece.readableBytes > 0
    {
      try channel.writeInbound(piece)
    }
    try #require(replies.count == 2)
    let error = #expect(throws: RPCError.self) { try replies[0].get() }
    #expect(error?.code == .resourceExhausted)
    #expect(error?.info?.reason == "MESSAGE_TOO_LARGE")
    #expect(try replies[1].get() == [9])
    #expect(connection.isUsable)
    _ = try channel.finish()
  }

  @Test("a request longer than a frame is not sent")
  func tooLong() {
    let error = #expect(throws: RPCError.self) {
      try PreparedRequest(Echo.now, payload: Array(repeating: 0, count: 4 << 20))
    }
    #expect(error?.info?.reason == "MESSAGE_TOO_LARGE")
  }
}

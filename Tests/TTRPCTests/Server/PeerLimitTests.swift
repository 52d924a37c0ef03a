import NIOCore
import NIOEmbedded
import ProtobufC
import RPC
import Testing

@testable import TTRPC
@testable import Transport

@Suite("What a peer without a token may take")
struct PeerLimitTests {
  /// A method whose caller is known from then on.
  private static let signIn = MethodDescriptor(service: "test.Door", name: "SignIn")

  private static let router: Router = {
    var router = Echo.router()
    router.register(
      signIn,
      .unary { call in
        call.connection.isAuthenticated = true
        return .reply(call.payload)
      }
    )
    return router
  }()

  private func configuration(_ change: (inout ConnectionLimits) -> Void) -> ServerConfiguration {
    var configuration = ServerConfiguration()
    change(&configuration.limits)
    return configuration
  }

  private func server(framesPerTurnUnauthenticated frames: Int) throws -> EmbeddedServer {
    var limits = TTRPCLimits()
    limits.maxFramesPerTurnUnauthenticated = frames
    return try EmbeddedServer(Self.router, limits: limits)
  }

  /// The first bytes of a frame of 1,000.
  private func partialFrame(_ stream: UInt32 = 1, bytes: Int) -> ByteBuffer {
    var buffer = ByteBuffer()
    buffer.writeFrameHeader(FrameHeader(length: 1_000, stream: stream, type: .request))
    buffer.writeRepeatingByte(0, count: bytes - FrameHeader.byteCount)
    return buffer
  }

  @Test("of connections that nobody has signed in on, the one with the most goes when all hold too much")
  func evictsLargest() throws {
    let configuration = configuration { $0.maxHeldBytes = 1_000 }
    let budget = MemoryBudget(limit: 1_000)
    let (small, large, last) = (
      try EmbeddedServer(Self.router, configuration, budget),
      try EmbeddedServer(Self.router, configuration, budget),
      try EmbeddedServer(Self.router, configuration, budget)
    )
    try small.receive(partialFrame(bytes: 200))
    try large.receive(partialFrame(bytes: 600))
    try last.receive(partialFrame(bytes: 300))
    for server in [small, large, last] { server.loop.run() }
    #expect([small, large, last].map(\.isOpen) == [true, false, true])
    #expect(large.counters.snapshot.evictedConnections == 1)
  }

  @Test("a caller's connection stays, and its unfinished frame is refused and skipped")
  func refusesFrame() throws {
    let configuration = configuration { $0.maxHeldBytes = 500 }
    let server = try EmbeddedServer(Self.router, configuration)
    #expect(try server.exchange(Frames.request(1, Self.signIn)) == [Answer(stream: 1)])
    let refused = try server.exchange(partialFrame(3, bytes: 600))
    #expect(refused.map(\.stream) == [3])
    #expect(refused.map(\.reason) == ["OVERLOADED"])
    var rest = ByteBuffer(repeating: 0, count: 410)
    rest.writeImmutableBuffer(Frames.request(3, payload: [1]))
    #expect(try server.exchange(rest) == [Answer(stream: 3, payload: [1])])
    #expect(server.isOpen)
  }

  @Test("replies that are not read count as well")
  func unreadReplies() throws {
    let configuration = configuration { $0.maxHeldBytes = 10_000 }
    let server = try EmbeddedServer(Self.router, configuration)
    server.setWritable(false)
    try server.receive(Frames.request(1, Echo.bytes, payload: Echo.count(9_000)))
    #expect(server.isOpen)
    try server.receive(Frames.request(3, Echo.bytes, payload: Echo.count(9_000)))
    server.loop.run()
    #expect(!server.isOpen)
  }

  @Test("frames run a turn at a time, all of them in the end, and in order")
  func turns() throws {
    let server = try server(framesPerTurnUnauthenticated: 2)
    let streams: [UInt32] = [1, 3, 5, 7, 9]
    try server.receive(streams.map { Frames.request($0) }.joined)
    #expect(try server.sent().map(\.stream) == [1, 3])
    server.loop.advanceTime(by: .microseconds(50))
    #expect(try server.sent().map(\.stream) == [5, 7])
    server.loop.advanceTime(by: .microseconds(50))
    #expect(try server.sent().map(\.stream) == [9])
  }

  @Test("no more is read while frames wait for their turn")
  func readsHeld() throws {
    let server = try server(framesPerTurnUnauthenticated: 1)
    let reads = ReadCounter()
    try server.channel.pipeline.syncOperations.addHandler(reads, position: .first)
    try server.receive(Frames.request(1), Frames.request(3))
    server.channel.read()
    #expect(reads.count == 0)
    server.loop.advanceTime(by: .microseconds(50))
    #expect(try server.sent().map(\.stream) == [1, 3])
    #expect(reads.count == 1)
  }

  @Test("a caller has longer turns")
  func longerTurns() throws {
    let server = try server(framesPerTurnUnauthenticated: 2)
    _ = try server.exchange(Frames.request(1, Self.signIn))
    #expect(try server.exchange([3, 5, 7, 9].map { Frames.request($0) }.joined).count == 4)
  }

  @Test("a connection whose calls are refused too often in a row ends, after the refusals")
  func refusals() throws {
    let configuration = configuration { $0.maxRefusalsUnauthenticated = 3 }
    let server = try EmbeddedServer(Self.router, configuration)
    #expect(try server.exchange(Frames.frame(1, .data, []), Frames.frame(1, .data, [])).count == 2)
    #expect(try server.exchange(Frames.request(1)) == [Answer(stream: 1)])
    let answers = try server.exchange([0, 0, 0, 0].map { Frames.frame($0, .data, []) }.joined)
    #expect(answers.count == 3)
    #expect(!server.isOpen)
  }

  @Test("a caller may be refused as often as it likes")
  func refusalsOfCaller() throws {
    let configuration = configuration { $0.maxRefusalsUnauthenticated = 3 }
    let server = try EmbeddedServer(Self.router, configuration)
    _ = try server.exchange(Frames.request(1, Self.signIn))
    #expect(try server.exchange((0..<9).map { _ in Frames.frame(1, .data, []) }.joined).count == 9)
    #expect(server.isOpen)
  }
}

import NIOCore
import NIOEmbedded
import RPC
import Testing

@testable import TTRPC
@testable import Transport

@Suite("What has come whole, when nothing more is taken")
struct InputEndTests {
  @Test("after bytes that are not ttrpc, calls in flight are answered, and then the connection ends")
  func corrupt() throws {
    let held = HeldCalls()
    let server = try EmbeddedServer(Echo.router(held))
    try server.receive(Frames.request(1, Echo.later, payload: [1]), ByteBuffer(bytes: [1]))
    #expect(server.isOpen)
    #expect(try server.exchange(Frames.request(3)).isEmpty, "what follows cannot be trusted")
    held.finish()
    server.loop.run()
    #expect(try server.sent() == [Answer(stream: 1, payload: [1])])
    server.loop.advanceTime(by: .seconds(1))
    #expect(!server.isOpen)
  }

  @Test("frames that come while a call runs are run after it")
  func reentrant() throws {
    final class More: @unchecked Sendable {
      // Unchecked: used on the embedded event loop only.
      var arrive: () -> Void = {}
    }
    let more = More()
    let method = MethodDescriptor(service: "test.Server", name: "Read")
    var router = Echo.router()
    router.register(
      method,
      .unary { call in
        more.arrive()
        return .reply(call.payload)
      }
    )
    let server = try EmbeddedServer(router)
    let late = Frames.request(5, payload: [5])
    more.arrive = { [channel = server.channel] in
      // In two pieces, and behind the frames that have come already.
      channel.pipeline.fireChannelRead(late.getSlice(at: late.readerIndex, length: 7)!)
      let rest = late.readableBytes - 7
      channel.pipeline.fireChannelRead(late.getSlice(at: late.readerIndex + 7, length: rest)!)
    }
    let answers = try server.exchange(Frames.request(1, method), Frames.request(3))
    #expect(answers.map(\.stream) == [1, 3, 5])
    #expect(answers.last?.payload == [5])
  }

  @Test("frames that wait for their turn when the server begins to stop are answered, each")
  func waitingForTurn() throws {
    var limits = TTRPCLimits()
    limits.maxFramesPerTurnUnauthenticated = 2
    let server = try EmbeddedServer(limits: limits)
    let streams = (0..<7).map { UInt32(2 * $0 + 1) }
    try server.receive(streams.map { Frames.request($0) }.joined)
    _ = server.worker.drain()
    server.loop.advanceTime(by: .milliseconds(10))
    let answers = try server.sent()
    #expect(answers.map(\.stream) == streams)
    #expect(answers.map(\.code) == streams.map { $0 <= 3 ? .ok : .unavailable })
    server.loop.advanceTime(by: .seconds(1))
    #expect(!server.isOpen)
  }
}

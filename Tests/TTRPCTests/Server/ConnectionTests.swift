import NIOCore
import NIOEmbedded
import RPC
import Testing

@testable import TTRPC
@testable import Transport

@Suite("A connection of the server")
struct ConnectionTests {
  @Test("requests that arrive together are answered in one write, each knowing whether others follow")
  func oneWrite() throws {
    let server = try EmbeddedServer()
    try server.receive([1, 3, 5].map { Frames.request($0, Echo.followers) }.joined)
    let buffer = try #require(try server.channel.readOutbound(as: ByteBuffer.self))
    #expect(Frames.answers(in: buffer).map(\.payload) == [[1], [1], [0]])
    #expect(try server.channel.readOutbound(as: ByteBuffer.self) == nil)
  }

  @Test("what the calls of a turn share ends when all that arrived together has run")
  func turns() throws {
    let endings = Counter()
    let method = MethodDescriptor(service: "test.Turn", name: "Share")
    var router = Router()
    router.register(
      method,
      .unary { call in
        if !call.hasFollowers { #expect(endings.value == 0 || endings.value == 2) }
        call.worker.atTurnEnd { endings.increment() }
        return .reply(call.payload)
      }
    )
    let server = try EmbeddedServer(router)
    try server.receive(Frames.request(1, method), Frames.request(3, method))
    #expect(endings.value == 2)
    try server.receive(Frames.request(5, method))
    #expect(endings.value == 3)
    try server.receive(Frames.frame(7, .data, []))
    #expect(endings.value == 3)
  }

  @Test("a request that arrives byte by byte is answered when it is whole")
  func byteByByte() throws {
    let server = try EmbeddedServer()
    let frame = Frames.request(1, payload: [1, 2, 3])
    for byte in frame.readableBytesView.dropLast() {
      #expect(try server.exchange(ByteBuffer(bytes: [byte])).isEmpty)
    }
    let last = ByteBuffer(bytes: [frame.readableBytesView.last!])
    #expect(try server.exchange(last) == [Answer(stream: 1, payload: [1, 2, 3])])
  }

  @Test("a handler reads the call's metadata")
  func metadata() throws {
    let server = try EmbeddedServer()
    let request = Frames.request(1, Echo.token, metadata: [("Authorization", "Bearer x")])
    #expect(try server.exchange(request) == [Answer(stream: 1, payload: Array("Bearer x".utf8))])
  }

  @Test("late answers leave together, in the order in which they were given")
  func lateAnswers() throws {
    let held = HeldCalls()
    let server = try EmbeddedServer(Echo.router(held))
    #expect(
      try server.exchange([1, 3, 5].map { Frames.request($0, Echo.later, payload: [UInt8($0)]) }.joined) == []
    )
    #expect(server.counters.snapshot.callsInFlight == 3)
    held.finish()
    server.loop.run()
    let buffer = try #require(try server.channel.readOutbound(as: ByteBuffer.self))
    #expect(Frames.answers(in: buffer) == [1, 3, 5].map { Answer(stream: $0, payload: [UInt8($0)]) })
    #expect(try server.channel.readOutbound(as: ByteBuffer.self) == nil)
    #expect(server.counters.snapshot.callsInFlight == 0)
  }

  @Test("data on a unary call in flight is ignored, and the call is answered")
  func dataInFlight() throws {
    let held = HeldCalls()
    let server = try EmbeddedServer(Echo.router(held))
    try server.receive(Frames.request(1, Echo.later), Frames.frame(1, .data, [1]))
    held.finish()
    server.loop.run()
    #expect(try server.sent() == [Answer(stream: 1)])
  }

  @Test("a call over its time is told so on time, and its late answer is dropped")
  func deadline() throws {
    let held = HeldCalls()
    let server = try EmbeddedServer(Echo.router(held))
    try server.receive(Frames.request(1, Echo.later, timeout: 2_000_000_000))
    try server.receive(Frames.request(3, Echo.later, timeout: 1_000_000_000))
    try server.receive(Frames.request(5, Echo.later))
    server.loop.advanceTime(by: .milliseconds(999))
    #expect(try server.sent() == [])
    server.loop.advanceTime(by: .milliseconds(1))
    #expect(try server.sent().map(\.stream) == [3])
    server.loop.advanceTime(by: .seconds(1))
    #expect(try server.sent().map(\.code) == [.deadlineExceeded])
    held.finish()
    server.loop.run()
    #expect(try server.sent() == [Answer(stream: 5)])
    #expect(server.counters.snapshot.callsInFlight == 0)
  }

  @Test("answers to a connection that has gone go nowhere")
  func connectionGone() throws {
    let held = HeldCalls()
    let server = try EmbeddedServer(Echo.router(held))
    try server.receive(Frames.request(1, Echo.later))
    _ = try server.channel.finish()
    held.finish()
    server.loop.run()
    #expect(server.counters.snapshot.callsInFlight == 0)
  }

  @Test("a connection holds so many calls; one more is RESOURCE_EXHAUSTED with a time to come back")
  func overloaded() throws {
    var configuration = ServerConfiguration()
    configuration.limits.maxStreamsPerConnection = 2
    let held = HeldCalls()
    let server = try EmbeddedServer(Echo.router(held), configuration)
    let answers = try server.exchange([1, 3, 5].map { Frames.request($0, Echo.later) }.joined)
    #expect(answers.map(\.reason) == ["OVERLOADED"])
    held.finish()
    server.loop.run()
    #expect(try server.sent().count == 2)
    #expect(try server.exchange(Frames.request(7, Echo.now)) == [Answer(stream: 7)])
  }
}

@Suite("A peer that stalls")
struct StallTests {
  /// A server that stops reading when one reply is unread.
  private func server() throws -> EmbeddedServer {
    var configuration = ServerConfiguration()
    configuration.limits.maxQueuedOutputBytes = 1
    return try EmbeddedServer(Echo.router(), configuration)
  }

  @Test("while replies are not read, nothing more is run; then all is")
  func backpressure() throws {
    let server = try server()
    server.setWritable(false)
    try server.receive(Frames.request(1))
    try server.receive(Frames.request(3))
    #expect(server.counters.snapshot.calls == 1)
    #expect(try server.sent() == [])
    server.setWritable(true)
    #expect(try server.sent().map(\.stream) == [1, 3])
    #expect(try server.exchange(Frames.request(5)) == [Answer(stream: 5)])
  }

  @Test("replies that the socket does not take at once gather, and leave in one piece")
  func gathered() throws {
    let server = try EmbeddedServer()
    server.setWritable(false)
    for stream in [1, 3, 5] as [UInt32] { try server.receive(Frames.request(stream)) }
    #expect(try server.sent() == [])
    server.setWritable(true)
    let buffer = try #require(try server.channel.readOutbound(as: ByteBuffer.self))
    #expect(Frames.answers(in: buffer).map(\.stream) == [1, 3, 5])
  }

  @Test("while replies are not read, the socket is not read either")
  func readsHeld() throws {
    let server = try server()
    let reads = ReadCounter()
    try server.channel.pipeline.syncOperations.addHandler(reads, position: .first)
    server.setWritable(false)
    try server.receive(Frames.request(1))
    let before = reads.count
    server.channel.read()
    server.channel.read()
    #expect(reads.count == before)
    server.setWritable(true)
    #expect(reads.count == before + 1)
    server.channel.read()
    #expect(reads.count == before + 2)
  }

  @Test("a peer that reads nothing for 30 seconds is let go")
  func stalled() throws {
    let server = try server()
    server.setWritable(false)
    try server.receive(Frames.request(1))
    server.loop.advanceTime(by: .seconds(29))
    #expect(server.isOpen)
    server.loop.advanceTime(by: .seconds(1))
    #expect(!server.isOpen)
  }

  @Test("a peer that reads again in time is not")
  func recovered() throws {
    let server = try server()
    server.setWritable(false)
    try server.receive(Frames.request(1))
    server.loop.advanceTime(by: .seconds(29))
    server.setWritable(true)
    server.loop.advanceTime(by: .seconds(60))
    #expect(server.isOpen)
  }

  @Test("late answers that are not read end the connection when they are more than it may have")
  func flood() throws {
    var configuration = ServerConfiguration()
    configuration.limits.maxStalledOutputBytes = 5_000
    let held = HeldCalls()
    let server = try EmbeddedServer(Echo.router(held), configuration)
    let payload = Array(repeating: 7 as UInt8, count: 2_000)
    server.setWritable(false)
    for (stream, isOpen) in [(1, true), (3, true), (5, false)] as [(UInt32, Bool)] {
      try server.receive(Frames.request(stream, Echo.later, payload: payload))
      held.finish()
      server.loop.run()
      #expect(server.isOpen == isOpen)
    }
    #expect(server.counters.snapshot.callsInFlight == 0)
  }

  @Test("a frame begun is finished within 10 seconds, or the connection ends")
  func slowFrame() throws {
    let server = try EmbeddedServer()
    let frame = Frames.request(1)
    for byte in frame.readableBytesView.prefix(9) {
      try server.receive(ByteBuffer(bytes: [byte]))
      server.loop.advanceTime(by: .seconds(1))
    }
    #expect(server.isOpen)
    server.loop.advanceTime(by: .seconds(1))
    #expect(!server.isOpen)
  }

  @Test("an oversize body dripped in is cut off as well")
  func slowOversizeBody() throws {
    let server = try EmbeddedServer()
    var header = ByteBuffer()
    header.writeFrameHeader(FrameHeader(length: 0xff_ffff, stream: 1, type: .request))
    try server.receive(header)
    server.loop.advanceTime(by: .seconds(9))
    try server.receive(ByteBuffer(bytes: [1]))
    #expect(server.isOpen)
    server.loop.advanceTime(by: .seconds(1))
    #expect(!server.isOpen)
  }

  @Test("a connection between frames may idle")
  func idle() throws {
    let server = try EmbeddedServer()
    #expect(try server.exchange(Frames.request(1)).count == 1)
    server.loop.advanceTime(by: .hours(24))
    #expect(try server.exchange(Frames.request(3)).count == 1)
  }
}

@Suite("A connection of a server that stops")
struct DrainTests {
  @Test("calls of one batch before the stop are answered, those after it are UNAVAILABLE, then it ends")
  func inBatch() throws {
    final class Stop: @unchecked Sendable {
      // Unchecked: used on the embedded event loop only.
      var run: () -> Void = {}
    }
    let stop = Stop()
    let method = MethodDescriptor(service: "test.Server", name: "Stop")
    var router = Echo.router()
    router.register(
      method,
      .unary { call in
        stop.run()
        return .reply(call.payload)
      }
    )
    let server = try EmbeddedServer(router)
    stop.run = { [worker = server.worker] in _ = worker.drain() }
    let answers = try server.exchange(Frames.request(1), Frames.request(3, method), Frames.request(5))
    #expect(answers.map(\.stream) == [1, 3, 5])
    #expect(answers.map(\.code) == [.ok, .ok, .unavailable])
    #expect(answers.last?.reason == "SHUTTING_DOWN")
    server.loop.advanceTime(by: .seconds(1))
    #expect(!server.isOpen)
  }

  @Test("an idle connection ends")
  func idle() throws {
    let server = try EmbeddedServer()
    _ = server.worker.drain()
    server.loop.advanceTime(by: .seconds(1))
    #expect(!server.isOpen)
  }

  @Test("calls in flight are answered, new ones are UNAVAILABLE, then the connection ends")
  func inFlight() throws {
    let held = HeldCalls()
    let server = try EmbeddedServer(Echo.router(held))
    try server.receive(Frames.request(1, Echo.later, payload: [1]))
    _ = server.worker.drain()
    let refused = try server.exchange(Frames.request(3))
    #expect(refused.map(\.code) == [.unavailable])
    #expect(refused.map(\.reason) == ["SHUTTING_DOWN"])
    held.finish()
    server.loop.run()
    #expect(try server.sent() == [Answer(stream: 1, payload: [1])])
    server.loop.advanceTime(by: .seconds(1))
    #expect(!server.isOpen)
  }
}

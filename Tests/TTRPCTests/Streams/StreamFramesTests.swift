import NIOCore
import NIOEmbedded
import RPC
import TestSupport
import Testing

@testable import TTRPC
@testable import Transport

/// What ttrpc 1.2 has on the wire, byte for byte.
@Suite("The frames of calls that stream")
struct StreamFramesTests {
  /// Answers at once where the test says so, on the connection's own event loop.
  private func server(
    _ shape: MethodDescriptor.Shape,
    _ configure: (inout TTRPCLimits, inout ConnectionLimits) -> Void = { _, _ in },
    _ handler: @escaping @Sendable (Call) -> HandlerOutcome
  ) throws -> EmbeddedServer {
    var configuration = ServerConfiguration()
    var limits = TTRPCLimits()
    configure(&limits, &configuration.limits)
    var router = Echo.router()
    router.register(Self.method(shape), Handler(shape: shape, run: handler))
    return try EmbeddedServer(router, configuration, limits: limits)
  }

  private static func method(_ shape: MethodDescriptor.Shape) -> MethodDescriptor {
    MethodDescriptor(service: "test.Frames", name: "Run", shape: shape)
  }

  private func data(_ stream: UInt32, _ message: [UInt8], _ flags: FrameFlags = []) -> ByteBuffer {
    Frames.frame(stream, .data, flags, message)
  }

  /// Opens a stream whose method takes nothing, and sends as many messages as there is room for.
  private func fill(_ server: EmbeddedServer) throws {
    try server.receive(Frames.request(1, Self.method(.clientStreaming), flags: .remoteOpen))
    let full = MessageQueue.Bounds.requests.maxMessages
    try server.receive((0..<full).map { _ in data(1, [1]) }.joined)
    // More frames than a turn has: the others follow.
    server.loop.advanceTime(by: .milliseconds(10))
  }

  private func run(_ server: EmbeddedServer) throws -> [Frames.Raw] {
    server.loop.run()
    return try server.sentFrames()
  }

  @Test("replies are Data, and the end is Data that is closed and empty")
  func replies() throws {
    let server = try server(.serverStreaming) { call in
      _ = call.replies.offer([1])
      _ = call.replies.offer([])
      call.finish(.success([]))
      return .later
    }
    try server.receive(Frames.request(1, Self.method(.serverStreaming), payload: [9], flags: .remoteClosed))
    let frames = try run(server)
    #expect(frames.map(\.header.type) == [.data, .data, .data])
    #expect(frames.map(\.header.flags) == [[], [], [.remoteClosed, .noData]])
    #expect(frames.map(\.body) == [[1], [], []])
    #expect(server.counters.snapshot.callsInFlight == 0)
  }

  @Test("an error is a Response, after the messages before it")
  func failure() throws {
    let server = try server(.serverStreaming) { call in
      _ = call.replies.offer([1])
      call.finish(.failure(RPCError(.notFound, "No.")))
      return .later
    }
    try server.receive(Frames.request(1, Self.method(.serverStreaming), flags: .remoteClosed))
    #expect(try run(server).map(\.header.type) == [.data, .response])
  }

  @Test("the caller's messages are Data, and the reply is a Response")
  func requests() throws {
    let kept = Kept()
    let server = try server(.clientStreaming) { kept.keep($0) }
    try server.receive(
      Frames.request(1, Self.method(.clientStreaming), flags: .remoteOpen),
      data(1, [1]),
      data(1, []),
      data(1, [], .noData),
      data(1, [], [.remoteClosed, .noData])
    )
    let call = try #require(kept.call)
    #expect(call.requests.received == [[1], []])
    call.finish(.success([7]))
    #expect(try run(server).map(\.header.type) == [.response])
    // It has ended: what still comes is refused, and harms no other.
    try server.receive(data(1, [2]))
    #expect(try server.sent().map(\.reason) == ["STREAM_NOT_ACTIVE"])
  }

  @Test("a message may come with the opening, and with the end")
  func lenient() throws {
    let kept = Kept()
    let server = try server(.bidirectionalStreaming) { kept.keep($0) }
    try server.receive(
      Frames.request(1, Self.method(.bidirectionalStreaming), payload: [1], flags: .remoteOpen),
      data(1, [2], .remoteClosed),
      data(1, [3])
    )
    #expect(kept.call?.requests.received == [[1], [2]])
    #expect(try server.sentFrames().isEmpty)
  }

  @Test("a caller who says with the opening that nothing follows has finished")
  func closedAtOnce() throws {
    let kept = Kept()
    let server = try server(.clientStreaming) { kept.keep($0) }
    try server.receive(Frames.request(1, Self.method(.clientStreaming), flags: .remoteClosed))
    #expect(kept.call?.requests.received == [])
  }

  @Test("a method that takes no messages holds up its connection for a while, and is then ended")
  func stalled() throws {
    let kept = Kept()
    let server = try server(.clientStreaming) { kept.keep($0) }
    try fill(server)
    #expect(try server.exchange(Frames.request(3)).isEmpty, "it waits behind the stream")
    server.loop.advanceTime(by: .seconds(9))
    #expect(try server.sent().isEmpty)
    server.loop.advanceTime(by: .seconds(1))
    let answers = try server.sent()
    #expect(answers.map(\.stream) == [1, 3])
    #expect(answers.map(\.reason) == ["STREAM_STALLED", nil])
    #expect(kept.call?.isCancelled == true)
    #expect(server.isOpen)
  }

  @Test("where the method takes its messages, the connection goes on at once")
  func drained() throws {
    let kept = Kept()
    let server = try server(.clientStreaming) { kept.keep($0) }
    try fill(server)
    #expect(try server.exchange(Frames.request(3)).isEmpty)
    _ = kept.call?.requests.poll()
    server.loop.run()
    #expect(try server.sent().map(\.stream) == [3])
  }

  @Test("one caller that streams too much is refused, and the others go on")
  func tooManyStreams() throws {
    let server = try server(.clientStreaming, { limits, _ in limits.maxCallerStreamsPerConnection = 1 }) {
      _ in .later
    }
    let method = Self.method(.clientStreaming)
    try server.receive(
      Frames.request(1, method, flags: .remoteOpen),
      Frames.request(3, method, flags: .remoteOpen),
      Frames.request(5)
    )
    let answers = try server.sent()
    #expect(answers.map(\.stream) == [3, 5])
    #expect(answers.map(\.reason) == ["OVERLOADED", nil])
  }

  @Test("a message that is longer than a frame ends its stream alone")
  func oversizeReply() throws {
    let server = try server(.serverStreaming, { limits, _ in limits.maxFrameBytes = 1_000 }) { call in
      _ = call.replies.offer(Array(repeating: 0, count: 1_001))
      return .later
    }
    try server.receive(Frames.request(1, Self.method(.serverStreaming), flags: .remoteClosed))
    server.loop.run()
    #expect(try server.sent().map(\.reason) == ["MESSAGE_TOO_LARGE"])
    #expect(try server.exchange(Frames.request(3)).map(\.code) == [.ok])
  }

  @Test("while the peer reads nothing, replies stay with the method; then they leave, in their order")
  func replyBackpressure() throws {
    let kept = Kept()
    let server = try server(.serverStreaming, { $1.maxQueuedOutputBytes = 10 }) { kept.keep($0) }
    try server.receive(Frames.request(1, Self.method(.serverStreaming), flags: .remoteClosed))
    server.setWritable(false)
    let call = try #require(kept.call)
    for number in 0..<20 as Range<UInt8> { _ = call.replies.offer([number]) }
    server.loop.run()
    #expect(try server.sentFrames().isEmpty)
    #expect(call.replies.bytes > 0)
    server.setWritable(true)
    server.loop.run()
    #expect(try server.sentFrames().map(\.body) == (0..<20).map { [$0] })
  }

  @Test(
    "a stream on which nothing passes for five minutes ends, and its method is cancelled",
    arguments: [.clientStreaming, .serverStreaming, .bidirectionalStreaming] as [MethodDescriptor.Shape]
  )
  func idle(shape: MethodDescriptor.Shape) throws {
    let kept = Kept()
    let server = try server(shape) { kept.keep($0) }
    try server.receive(Frames.request(1, Self.method(shape), flags: .remoteOpen))
    server.loop.advanceTime(by: .seconds(299))
    #expect(try server.sent().isEmpty)
    server.loop.advanceTime(by: .seconds(1))
    let answers = try server.sent()
    #expect(answers.map(\.stream) == [1])
    #expect(answers.map(\.code) == [.deadlineExceeded])
    #expect(answers.map(\.reason) == ["STREAM_IDLE"])
    #expect(answers.map(\.message) == ["no message passed on the stream for 300 seconds: open it again"])
    #expect(kept.call?.isCancelled == true)
    #expect(server.counters.snapshot.callsInFlight == 0)
    #expect(try server.exchange(Frames.request(3)).map(\.code) == [.ok], "the connection goes on")
  }

  @Test("a message in either direction gives a stream another five minutes")
  func active() throws {
    let kept = Kept()
    let server = try server(.bidirectionalStreaming) { kept.keep($0) }
    try server.receive(Frames.request(1, Self.method(.bidirectionalStreaming), flags: .remoteOpen))
    let call = try #require(kept.call)
    for round in 0..<4 {
      server.loop.advanceTime(by: .seconds(200))
      if round.isMultiple(of: 2) {
        try server.receive(data(1, [1]))
      } else {
        _ = call.replies.offer([2])
        server.loop.run()
      }
    }
    #expect(try server.sentFrames().map(\.body) == [[2], [2]])
    server.loop.advanceTime(by: .seconds(299))
    #expect(!call.isCancelled)
    server.loop.advanceTime(by: .seconds(1))
    #expect(call.isCancelled)
    #expect(try server.sent().map(\.reason) == ["STREAM_IDLE"])
  }

  @Test("the idle limit is the server's to set, and does not end a unary call")
  func idleLimit() throws {
    let held = HeldCalls()
    var configuration = ServerConfiguration()
    configuration.limits.maxStreamIdleSeconds = 3
    configuration.limits.maxCallSeconds = 60
    var router = Echo.router(held)
    router.register(Self.method(.serverStreaming), Handler(shape: .serverStreaming) { _ in .later })
    let server = try EmbeddedServer(router, configuration)
    try server.receive(Frames.request(1, Echo.later, payload: [1]))
    try server.receive(Frames.request(3, Self.method(.serverStreaming), flags: .remoteClosed))
    server.loop.advanceTime(by: .seconds(59))
    #expect(try server.sent().map(\.stream) == [3])
    held.finish()
    server.loop.run()
    #expect(try server.sent() == [Answer(stream: 1, payload: [1])])
  }

  @Test("when the connection goes, its calls are cancelled and their queues end")
  func gone() async throws {
    let kept = Kept()
    let server = try server(.bidirectionalStreaming) { kept.keep($0) }
    try server.receive(Frames.request(1, Self.method(.bidirectionalStreaming), flags: .remoteOpen))
    try await server.channel.close()
    let call = try #require(kept.call)
    #expect(call.isCancelled)
    #expect(call.replies.offer([1]) == .abandoned)
    await #expect(throws: RPCError.self) { try await call.requests.next() }
    #expect(server.counters.snapshot.callsInFlight == 0)
  }
}

/// Keeps the call that a test goes on with.
// Unchecked: used on the embedded event loop only.
private final class Kept: @unchecked Sendable {
  private(set) var call: Call?

  func keep(_ call: Call) -> HandlerOutcome {
    self.call = call
    return .later
  }
}

extension MessageQueue {
  /// The messages that have come, where the caller has finished.
  fileprivate var received: [[UInt8]]? {
    var messages: [[UInt8]] = []
    while true {
      switch poll() {
      case .message(let message): messages.append(message)
      case .end(nil): return messages
      case .end, .nothing: return nil
      }
    }
  }
}

import NIOCore
import ProtobufC
import RPC
import Synchronization
import Testing

@testable import TTRPC
@testable import Transport

@Suite("A ttrpc server on real sockets")
struct ServingTests {
  @Test("replies that are not read for a while are all there when they are")
  func slowReader() async throws {
    try await withServer { _, endpoint in
      let client = try await RawClient(endpoint, autoRead: false)
      let streams = (0..<64).map { UInt32(2 * $0 + 1) }
      for stream in streams {
        client.sendUnread(Frames.request(stream, Echo.bytes, payload: Echo.count(1 << 20)))
      }
      try await client.startReading()
      let answers = try await client.answers(streams.count)
      #expect(answers.map(\.stream) == streams)
      #expect(answers.allSatisfy { $0.payload.count == 1 << 20 })
    }
  }

  @Test("each connection's calls run on one worker, and connections are spread over all of them")
  func workers() async throws {
    try await withWorkers(2) { workers in
      let numbers = Mutex<UInt8>(0)
      let locals = WorkerLocal(workers.group) {
        numbers.withLock { number in
          number += 1
          return [number]
        }
      }
      var router = Router()
      let method = MethodDescriptor(service: "test.Worker", name: "Get")
      router.register(
        method,
        .unary { call in
          // It traps where this is another thread than the worker's.
          .reply((try? locals[call.worker].withUnsafeBytes { try call.arena.copy($0) }) ?? call.payload)
        }
      )
      let server = SocketServer(.ttrpc(router), workers: workers)
      let endpoint = try await server.bind(to: [SocketKind.tcp.endpoint])[0]
      var seen: Set<[UInt8]> = []
      for _ in 0..<4 {
        let client = try await RawClient(endpoint)
        try await client.send([1, 3, 5].map { Frames.request($0, method) }.joined)
        let answers = try await client.answers(3)
        #expect(Set(answers.map(\.payload)).count == 1)
        seen.formUnion(answers.map(\.payload))
      }
      #expect(seen == [[1], [2]])
      await server.shutdownGracefully(within: .zero)
    }
  }

  @Test("stopping ends calls in flight with their replies, and then the connections")
  func graceful() async throws {
    let held = HeldCalls()
    let workers = EventLoopWorkers(count: 1)
    let server = SocketServer(.ttrpc(Echo.router(held)), workers: workers)
    let endpoint = try await server.bind(to: [SocketKind.tcp.endpoint])[0]
    let client = try await RawClient(endpoint)
    try await client.send(Frames.request(1, Echo.later, payload: [1]))
    await held.arrive(1)
    #expect(server.snapshot.callsInFlight <= 1)
    async let stopped: Void = server.shutdownGracefully(within: .seconds(3_600))
    async let answers = client.answers(1)
    held.finish()
    #expect(try await answers == [Answer(stream: 1, payload: [1])])
    try await client.waitUntilClosed()
    await stopped
    #expect(
      server.snapshot
        == ServerSnapshot(
          connections: 0,
          callsInFlight: 0,
          calls: 1,
          refusedConnections: 0,
          evictedConnections: 0
        )
    )
    await workers.shutdownGracefully()
  }

  @Test("what does not end within the time is cut off, and a late answer does no harm")
  func forced() async throws {
    let held = HeldCalls()
    let workers = EventLoopWorkers(count: 1)
    let server = SocketServer(.ttrpc(Echo.router(held)), workers: workers)
    let endpoint = try await server.bind(to: [SocketKind.unix.endpoint])[0]
    let client = try await RawClient(endpoint)
    try await client.send(Frames.request(1, Echo.later))
    await held.arrive(1)
    await server.shutdownGracefully(within: .zero)
    try await client.waitUntilClosed()
    held.finish()
    await server.shutdownGracefully(within: .zero)
    await workers.shutdownGracefully()
  }

  @Test("at the end of its time to stop it refuses the calls that have not begun, and cuts the others off")
  func drainEnds() async throws {
    let held = HeldCalls()
    let begun = MethodDescriptor(service: "test.Begun", name: "Run")
    var router = Echo.router(held)
    router.register(
      begun,
      .unary { call in
        _ = call.begin()
        return held.hold(call)
      }
    )
    let workers = EventLoopWorkers(count: 1)
    let server = SocketServer(.ttrpc(router), workers: workers)
    let endpoint = try await server.bind(to: [SocketKind.unix.endpoint])[0]
    let client = try await RawClient(endpoint)
    try await client.send(Frames.request(1, begun))
    try await client.send(Frames.request(3, Echo.later))
    await held.arrive(2)
    await server.shutdownGracefully(within: .milliseconds(20))
    let answers = try await client.answers(1)
    #expect(answers.map(\.stream) == [3])
    #expect(answers.first?.reason == "SHUTTING_DOWN")
    try await client.waitUntilClosed()
    await workers.shutdownGracefully()
  }
}

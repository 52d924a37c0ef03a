import NIOCore
import ProtobufC
import RPC
import Synchronization
import Testing

@testable import TTRPC

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite("A server on real sockets")
struct TTRPCServerTests {
  @Test("it tells the port it took, and serves TCP and Unix sockets side by side")
  func endpoints() async throws {
    let workers = EventLoopWorkers(count: 1)
    let server = TTRPCServer(router: Echo.router(), workers: workers)
    let path = temporarySocketPath()
    let bound = try await server.bind(to: [.tcp(host: "127.0.0.1", port: 0), .unix(path: path)])
    guard case .tcp(_, let port) = bound[0] else { throw ChannelError.eof }
    #expect(port > 0)
    #expect(bound[1] == .unix(path: path))
    for endpoint in bound {
      let client = try await RawClient(endpoint)
      try await client.send(Frames.request(1))
      #expect(try await client.answers(1) == [Answer(stream: 1)])
    }
    await server.shutdownGracefully(within: .seconds(3_600))
    await workers.shutdownGracefully()
    #expect(access(path, F_OK) != 0)
  }

  @Test("the socket's file has the permissions asked for")
  func socketMode() async throws {
    var configuration = ServerConfiguration()
    configuration.unixSocketMode = 0o600
    let path = temporarySocketPath()
    try await withServer(Echo.router(), configuration, at: .unix(path: path)) { _, _ in
      var status = stat()
      #expect(stat(path, &status) == 0)
      #expect(status.st_mode & 0o777 == 0o600)
    }
  }

  @Test("a socket left behind is replaced; one that a server answers on is not")
  func staleSocket() async throws {
    let path = temporarySocketPath()
    try leaveSocketBehind(path)
    try await withServer(at: .unix(path: path)) { _, endpoint in
      await withWorkers { workers in
        let second = TTRPCServer(router: Echo.router(), workers: workers)
        await #expect(throws: RPCError.self) { try await second.bind(to: [endpoint]) }
        await second.shutdownGracefully(within: .zero)
      }
      let client = try await RawClient(endpoint)
      try await client.send(Frames.request(1))
      #expect(try await client.answers(1).count == 1)
    }
  }

  @Test("where one endpoint cannot be had, none is, and the error says which")
  func bindFails() async throws {
    try await withServer { _, taken in
      await withWorkers { workers in
        let server = TTRPCServer(router: Echo.router(), workers: workers)
        let path = temporarySocketPath()
        let error = await #expect(throws: RPCError.self) {
          try await server.bind(to: [.unix(path: path), taken])
        }
        #expect(error?.message == "Cannot listen on \(taken): Address already in use.")
        #expect(access(path, F_OK) != 0)
        await server.shutdownGracefully(within: .zero)
      }
    }
  }

  @Test("connections past the limit are closed as they come")
  func connectionLimit() async throws {
    var configuration = ServerConfiguration()
    configuration.limits.maxConnections = 1
    try await withServer(Echo.router(), configuration) { server, endpoint in
      let first = try await RawClient(endpoint)
      try await first.send(Frames.request(1))
      #expect(try await first.answers(1).count == 1)
      let second = try await RawClient(endpoint)
      try await second.waitUntilClosed()
      try await first.send(Frames.request(3))
      #expect(try await first.answers(1).count == 1)
      #expect(server.snapshot.connections == 1)
      #expect(server.snapshot.refusedConnections == 1)
    }
  }

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
      let server = TTRPCServer(router: router, workers: workers)
      let endpoint = try await server.bind(to: [Transport.tcp.endpoint])[0]
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
    let server = TTRPCServer(router: Echo.router(held), workers: workers)
    let endpoint = try await server.bind(to: [Transport.tcp.endpoint])[0]
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
    let server = TTRPCServer(router: Echo.router(held), workers: workers)
    let endpoint = try await server.bind(to: [Transport.unix.endpoint])[0]
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
    let server = TTRPCServer(router: router, workers: workers)
    let endpoint = try await server.bind(to: [Transport.unix.endpoint])[0]
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

  private func leaveSocketBehind(_ path: String) throws {
    #if canImport(Glibc)
      let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    #else
      let descriptor = socket(AF_UNIX, SOCK_STREAM, 0)
    #endif
    let address = try SocketAddress(unixDomainSocketPath: path)
    let result = address.withSockAddr { pointer, length in bind(descriptor, pointer, socklen_t(length)) }
    #expect(result == 0)
    close(descriptor)
  }
}

import NIOCore
import RPC
import Synchronization
import TestSupport
import Testing

@testable import Transport

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite("A server on real sockets")
struct SocketServerTests {
  private static let anyPort = Endpoint.tcp(host: "127.0.0.1", port: 0)
  private let directory = TemporaryDirectory()
  private var path: String { "\(directory.path)/socket" }

  @Test("it tells the port it took, and serves TCP and Unix sockets side by side")
  func endpoints() async throws {
    try await withServer(at: [Self.anyPort, .unix(path: path)]) { _, bound in
      guard case .tcp(_, let port) = bound[0] else { throw ChannelError.eof }
      #expect(port > 0)
      #expect(bound[1] == .unix(path: path))
      for endpoint in bound { #expect(try await EchoClient(endpoint).echo([1, 2]) == [1, 2]) }
    }
    #expect(access(path, F_OK) != 0)
  }

  @Test("the socket's file has the permissions asked for")
  func socketMode() async throws {
    var configuration = ServerConfiguration()
    configuration.unixSocketMode = 0o600
    try await withServer(configuration, at: [.unix(path: path)]) { _, _ in
      #expect(directory.mode("socket") == 0o600)
    }
  }

  @Test("a socket left behind is replaced; one that a server answers on is not")
  func staleSocket() async throws {
    try leaveSocketBehind(path)
    try await withServer(at: [.unix(path: path)]) { _, bound in
      await #expect(throws: RPCError.self) { try await withServer(at: bound) { _, _ in } }
      let client = try await EchoClient(bound[0])
      #expect(try await client.echo([1]) == [1])
    }
  }

  @Test("where one endpoint cannot be had, none is, and the error says which")
  func bindFails() async throws {
    try await withServer { _, taken in
      let error = await #expect(throws: RPCError.self) {
        try await withServer(at: [.unix(path: path), taken[0]]) { _, _ in }
      }
      #expect(error?.message == "Cannot listen on \(taken[0]): Address already in use.")
      #expect(access(path, F_OK) != 0)
    }
  }

  @Test("connections past the limit are closed as they come")
  func connectionLimit() async throws {
    let events = Mutex<[ServerEvent]>([])
    var configuration = ServerConfiguration()
    configuration.limits.maxConnections = 1
    configuration.report = { event in events.withLock { $0.append(event) } }
    try await withServer(configuration) { server, bound in
      let first = try await EchoClient(bound[0])
      #expect(try await first.echo([1]) == [1])
      try await EchoClient(bound[0]).waitUntilClosed()
      #expect(try await first.echo([2]) == [2])
      #expect(server.snapshot.connections == 1)
      #expect(server.snapshot.refusedConnections == 1)
    }
    guard case .connectionLimitReached(_, limit: 1)? = events.withLock({ $0.first }) else {
      Issue.record("the operator was not told")
      return
    }
  }

  @Test("connections of one address past its limit are closed as they come; another address is served")
  func addressLimit() async throws {
    var configuration = ServerConfiguration()
    configuration.limits.maxConnectionsPerAddress = 1
    try await withServer(configuration) { server, bound in
      let first = try await EchoClient(bound[0])
      #expect(try await first.echo([1]) == [1])
      try await EchoClient(bound[0]).waitUntilClosed()
      #expect(server.snapshot.refusedConnections == 1)
      #expect(try await EchoClient(bound[0], from: "127.0.0.2").echo([2]) == [2])
    }
  }

  @Test("stopping closes what listens and every connection, and a second stop does no harm")
  func stops() async throws {
    // A port that it lets go of may be another test's at once.
    try await withServer(at: [.unix(path: path)]) { server, bound in
      let client = try await EchoClient(bound[0])
      #expect(try await client.echo([1]) == [1])
      await server.shutdownGracefully(within: .seconds(3_600))
      try await client.waitUntilClosed()
      #expect(server.snapshot.connections == 0)
      await #expect(throws: (any Error).self) { try await EchoClient(bound[0]) }
      await #expect(throws: RPCError.self) { try await server.bind(to: [Self.anyPort]) }
    }
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

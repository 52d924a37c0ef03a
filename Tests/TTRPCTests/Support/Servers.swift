import RPC
import Synchronization

@testable import TTRPC
@testable import Transport

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Where the servers of a test listen.
enum SocketKind: CaseIterable, Sendable {
  case tcp, unix

  var endpoint: Endpoint {
    switch self {
    case .tcp: .tcp(host: "127.0.0.1", port: 0)
    case .unix: .unix(path: temporarySocketPath())
    }
  }

  /// Where nobody listens. A port that a server let go of may be another test's at once; port 1 (tcpmux, RFC
  /// 1078) is never given to whoever asks for any port.
  var nobody: Endpoint {
    switch self {
    case .tcp: .tcp(host: "127.0.0.1", port: 1)
    case .unix: endpoint
    }
  }
}

private let socketCount = Atomic<Int>(0)

func temporarySocketPath() -> String {
  let number = socketCount.wrappingAdd(1, ordering: .relaxed).newValue
  return "/tmp/ttrpc-test-\(getpid())-\(number).sock"
}

/// Has workers for as long as the body takes.
func withWorkers<Result>(_ count: Int = 1, _ body: (EventLoopWorkers) async throws -> Result) async rethrows
  -> Result
{
  let workers = EventLoopWorkers(count: count)
  do {
    let result = try await body(workers)
    await workers.shutdownGracefully()
    return result
  } catch {
    await workers.shutdownGracefully()
    throw error
  }
}

/// Runs a server for as long as the body takes.
func withServer<Result>(
  _ router: Router = Echo.router(),
  _ configuration: ServerConfiguration = ServerConfiguration(),
  at endpoint: Endpoint = SocketKind.tcp.endpoint,
  _ body: (SocketServer, Endpoint) async throws -> Result
) async throws -> Result {
  try await withWorkers { workers in
    let server = SocketServer(.ttrpc(router), workers: workers, configuration: configuration)
    do {
      let bound = try await server.bind(to: [endpoint])
      let result = try await body(server, bound[0])
      await server.shutdownGracefully(within: .zero)
      return result
    } catch {
      await server.shutdownGracefully(within: .zero)
      throw error
    }
  }
}

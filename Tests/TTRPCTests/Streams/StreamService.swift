import RPC
import Synchronization
import TestSupport

@testable import TTRPC
@testable import Transport

/// A method of each shape that streams, for every transport.
enum StreamService {
  static let count = method("Count", .serverStreaming)
  static let join = method("Join", .clientStreaming)
  static let echo = method("Echo", .bidirectionalStreaming)
  /// Fails after as many replies as its request has bytes.
  static let fail = method("Fail", .serverStreaming)
  /// Takes one message and answers, while its caller may have more.
  static let first = method("First", .clientStreaming)
  /// Sends without end, and says when it was stopped.
  static let endless = method("Endless", .serverStreaming)
  /// Takes nothing until the gate is open.
  static let slow = method("Slow", .clientStreaming)

  private static func method(_ name: String, _ shape: MethodDescriptor.Shape) -> MethodDescriptor {
    MethodDescriptor(service: "test.Stream", name: name, shape: shape)
  }

  static func router(stopped: Gate = Gate(), opened: Gate = Gate()) -> Router {
    var router = Echo.router()
    router.register(
      count,
      .serverStreaming { payload, replies, _ throws(RPCError) in
        for number in 0..<payload[0] { try await replies.send([number]) }
      }
    )
    router.register(
      fail,
      .serverStreaming { payload, replies, _ throws(RPCError) in
        for number in 0..<payload.count { try await replies.send([UInt8(number)]) }
        throw RPCError(.notFound, "There are no more.")
      }
    )
    router.register(
      join,
      .clientStreaming { requests, _ throws(RPCError) in
        var all: [UInt8] = []
        while let message = try await requests.next() { all += message + [0] }
        return all
      }
    )
    router.register(
      first,
      .clientStreaming { requests, _ throws(RPCError) in try await requests.next() ?? [] }
    )
    router.register(
      echo,
      .bidirectionalStreaming { requests, replies, _ throws(RPCError) in
        while let message = try await requests.next() { try await replies.send(message) }
      }
    )
    router.register(
      endless,
      .serverStreaming { _, replies, _ throws(RPCError) in
        defer { stopped.open() }
        let message = Array(repeating: 7 as UInt8, count: 10_000)
        while true { try await replies.send(message) }
      }
    )
    router.register(
      slow,
      .clientStreaming { requests, _ throws(RPCError) in
        await opened.pass()
        var count = 0
        while try await requests.next() != nil { count += 1 }
        return [UInt8(count % 256), UInt8(count / 256)]
      }
    )
    return router
  }
}

/// What carries the calls of a test.
enum Carrier: CaseIterable, Sendable {
  case inProcess, tcp, unix

  /// Has a channel for as long as the body takes.
  func withChannel<Result>(
    _ router: Router,
    _ body: (any RPC.Channel) async throws -> Result
  ) async throws -> Result {
    switch self {
    case .inProcess:
      return try await body(InProcessChannel(router: router, errorDomain: "rpc"))
    case .tcp, .unix:
      let endpoint = self == .tcp ? SocketKind.tcp.endpoint : SocketKind.unix.endpoint
      return try await withServer(router, at: endpoint) { _, endpoint in
        let client = TTRPCClient(target: endpoint)
        let result = try await body(client)
        await client.close()
        return result
      }
    }
  }
}

extension RPC.Channel {
  func stream(
    _ method: MethodDescriptor,
    _ payload: [UInt8] = [],
    timeout: Duration? = nil
  ) async throws(RPCError) -> ClientStream {
    try await stream(method, payload: payload, options: CallOptions(timeout: timeout))
  }
}

extension ClientStream {
  /// All that comes until the end.
  func all() async throws(RPCError) -> [[UInt8]] {
    var messages: [[UInt8]] = []
    while let message = try await next() { messages.append(message) }
    return messages
  }
}

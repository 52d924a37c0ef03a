import NIOCore
import NIOPosix
import RPC
import Synchronization
import Testing

@testable import TTRPC
@testable import Transport

@Suite("A client")
struct TTRPCClientTests {
  /// A client that does not wait between tries and notes how long it would have. To it all happens at once.
  private func client(
    _ endpoint: Endpoint,
    _ waits: Waits = Waits(),
    initialWait: Duration = .milliseconds(50)
  ) -> TTRPCClient {
    let now = Deadline.now
    var configuration = ClientConfiguration()
    configuration.backoff.initial = initialWait
    configuration.backoff.maximum = .seconds(100_000)
    configuration.backoff.random = { _ in 1 }
    configuration.now = { now }
    configuration.sleep = { waits.note($0) }
    return TTRPCClient(target: endpoint, configuration: configuration)
  }

  private func call(
    _ client: TTRPCClient,
    _ method: MethodDescriptor = Echo.now,
    _ payload: [UInt8] = [1],
    timeout: Duration? = nil
  ) async throws -> [UInt8] {
    try await client.call(method, payload: payload, options: CallOptions(timeout: timeout))
  }

  @Test("it connects at the first call", arguments: SocketKind.allCases)
  func calls(transport: SocketKind) async throws {
    try await withServer(at: transport.endpoint) { server, endpoint in
      let client = client(endpoint)
      #expect(server.snapshot.connections == 0)
      let reply = try await call(client, Echo.now, [1, 2])
      #expect(reply == [1, 2])
      #expect(server.snapshot.connections == 1)
      await client.close()
    }
  }

  @Test("it sends metadata")
  func metadata() async throws {
    try await withServer { _, endpoint in
      let client = client(endpoint)
      let options = CallOptions(timeout: nil, metadata: [("Authorization", "Bearer x")])
      let token = try await client.call(Echo.token, payload: [], options: options)
      #expect(token == Array("Bearer x".utf8))
    }
  }

  @Test("a refusal arrives with its code, text and reason")
  func refusal() async throws {
    try await withServer { _, endpoint in
      let client = client(endpoint)
      let unknown = MethodDescriptor(service: "test.Nothing", name: "Now")
      let error = await #expect(throws: RPCError.self) { try await call(client, unknown) }
      #expect(error?.code == .unimplemented)
      #expect(error?.info?.reason == "SERVICE_UNKNOWN")
    }
  }

  @Test("thousands of calls at once share one connection, however few may be on the way")
  func concurrency() async throws {
    try await withServer { server, endpoint in
      let client = client(endpoint)
      try await withThrowingTaskGroup(of: Bool.self) { group in
        for number in 0..<3_000 {
          let payload = [UInt8(number & 0xff), UInt8(number >> 8)]
          group.addTask { try await call(client, Echo.now, payload) == payload }
        }
        for try await isOwn in group { #expect(isOwn) }
      }
      #expect(server.snapshot.connections == 1)
    }
  }

  @Test("calls beyond those on the way wait their turn")
  func waitingCalls() async throws {
    let held = HeldCalls()
    try await withServer(Echo.router(held)) { _, endpoint in
      var configuration = ClientConfiguration()
      configuration.maxCallsInFlight = 1
      let client = TTRPCClient(target: endpoint, configuration: configuration)
      async let first = call(client, Echo.later, [1])
      await held.arrive(1)
      async let second = call(client, Echo.later, [2])
      held.finish()
      let reply = try await first
      #expect(reply == [1])
      await held.arrive(1)
      held.finish()
      let next = try await second
      #expect(next == [2])
    }
  }

  @Test("a call ends when its time does, whatever the server does")
  func deadline() async throws {
    try await withServer { _, endpoint in
      let client = client(endpoint)
      let error = await #expect(throws: RPCError.self) {
        try await call(client, Echo.later, timeout: .milliseconds(20))
      }
      // The server's word and the client's own race: RepeatedCallTests has what each says.
      #expect(error?.code == .deadlineExceeded || error?.isOutcomeUnknown == true)
      let past = await #expect(throws: RPCError.self) { try await call(client, timeout: .seconds(-1)) }
      #expect(past?.code == .deadlineExceeded)
      let reply = try await call(client)
      #expect(reply == [1])
    }
  }

  @Test("a cancelled task gives its call up, and the connection goes on")
  func cancellation() async throws {
    let held = HeldCalls()
    try await withServer(Echo.router(held)) { _, endpoint in
      let client = client(endpoint)
      let task = Task { try await call(client, Echo.later) }
      await held.arrive(1)
      task.cancel()
      let error = await #expect(throws: RPCError.self) { try await task.value }
      #expect(error?.code == .cancelled)
      held.finish()
      let reply = try await call(client)
      #expect(reply == [1])
    }
  }

  @Test("it comes back when the server does")
  func reconnects() async throws {
    let endpoint = SocketKind.unix.endpoint
    let client = client(endpoint)
    for round in 0..<3 as Range<UInt8> {
      try await withServer(at: endpoint) { _, _ in
        let reply = try await call(client, Echo.now, [round])
        #expect(reply == [round])
      }
    }
  }

  @Test("connecting says where and why it failed, and what to do", arguments: SocketKind.allCases)
  func cannotConnect(transport: SocketKind) async throws {
    let nobody = transport.nobody
    let error = await #expect(throws: RPCError.self) { try await client(nobody).connect() }
    #expect(error?.code == .unavailable)
    #expect(error?.info?.reason == "CANNOT_CONNECT")
    let why = transport == .tcp ? "Connection refused" : "No such file or directory"
    #expect(
      error?.message
        == "Cannot connect to \(nobody): \(why). Start the server, or correct the address."
    )
  }

  @Test("while nobody listens, a call without side effects is tried five times, each later; others once")
  func retriesConnecting() async throws {
    let nobody = SocketKind.unix.nobody
    let waits = Waits()
    let patient = client(nobody, waits, initialWait: .seconds(1_000))
    await #expect(throws: RPCError.self) { try await call(patient, Echo.now) }
    #expect(waits.all == [1_000, 1_600, 2_560, 4_096].map { .seconds($0) })
    let other = Waits()
    await #expect(throws: RPCError.self) { try await call(client(nobody, other), Echo.later) }
    #expect(other.all == [])
  }

  @Test("UNAVAILABLE is tried again where nothing can happen twice", arguments: [true, false])
  func retriesUnavailable(hasNoSideEffects: Bool) async throws {
    let method = MethodDescriptor(service: "test.Flaky", name: "Get", hasNoSideEffects: hasNoSideEffects)
    let tries = Counter()
    var router = Router()
    router.register(
      method,
      .unary { call in
        guard tries.increment() < 3 else { return .reply(call.payload) }
        let wait = ErrorDetail.retryInfo(RetryInfo(retryDelay: ProtoDuration(nanos: 7_000_000)))
        return .failure(RPCError(.unavailable, "Not now.", details: [wait]))
      }
    )
    try await withServer(router) { _, endpoint in
      let waits = Waits()
      let client = client(endpoint, waits)
      if hasNoSideEffects {
        let reply = try await call(client, method)
        #expect(reply == [1])
        #expect(waits.all == [.milliseconds(7), .milliseconds(7)])
      } else {
        await #expect(throws: RPCError.self) { try await call(client, method) }
      }
      #expect(tries.value == (hasNoSideEffects ? 3 : 1))
    }
  }

  @Test("no try begins that the deadline would not see")
  func retriesWithinDeadline() async throws {
    let waits = Waits()
    let client = client(SocketKind.unix.nobody, waits, initialWait: .seconds(10_000))
    let error = await #expect(throws: RPCError.self) { try await call(client, timeout: .seconds(3_600)) }
    #expect(error?.code == .unavailable)
    #expect(waits.all == [])
  }

  @Test("a closed client refuses calls")
  func closed() async throws {
    try await withServer { _, endpoint in
      let client = client(endpoint)
      try await client.connect()
      await client.close()
      let error = await #expect(throws: RPCError.self) { try await call(client) }
      #expect(error?.code == .cancelled)
    }
  }
}

/// The waits a client would have made.
final class Waits: Sendable {
  private let durations = Mutex<[Duration]>([])

  var all: [Duration] { durations.withLock { $0 } }

  func note(_ duration: Duration) { durations.withLock { $0.append(duration) } }
}

import NIOCore
import NIOPosix
import RPC
import Testing

@testable import TTRPC
@testable import Transport

@Suite("A call whose outcome is not known")
struct RepeatedCallTests {
  private static func method(hasNoSideEffects: Bool) -> MethodDescriptor {
    MethodDescriptor(service: "test.Script", name: "Run", hasNoSideEffects: hasNoSideEffects)
  }

  private func client(_ endpoint: Endpoint) -> TTRPCClient {
    var configuration = ClientConfiguration()
    configuration.sleep = { _ in }
    return TTRPCClient(target: endpoint, configuration: configuration)
  }

  private func error(_ call: @autoclosure () async throws -> [UInt8]) async -> RPCError? {
    await #expect(throws: RPCError.self) { try await call() }
  }

  @Test("when the connection ends, a change that was sent may be made; a read is just UNAVAILABLE")
  func connectionLost() async throws {
    for hasNoSideEffects in [true, false] {
      let method = Self.method(hasNoSideEffects: hasNoSideEffects)
      let held = HeldCalls()
      var router = Router()
      // Begun: what has not begun is refused by a server that stops, and was not made.
      router.register(
        method,
        .unary { call in
          _ = call.begin()
          return held.hold(call)
        }
      )
      try await withServer(router) { server, endpoint in
        var configuration = ClientConfiguration()
        configuration.maxAttempts = 1
        let client = TTRPCClient(target: endpoint, configuration: configuration)
        let answer = Task {
          try await client.call(method, payload: [1], options: CallOptions(timeout: nil))
        }
        await held.arrive(1)
        await server.shutdownGracefully(within: .zero)
        let error = await #expect(throws: RPCError.self) { try await answer.value }
        #expect(error?.code == (hasNoSideEffects ? .unavailable : .unknown))
        #expect(error?.info?.reason == (hasNoSideEffects ? "CONNECTION_LOST" : "OUTCOME_UNKNOWN"))
        #expect(error?.isOutcomeUnknown == !hasNoSideEffects)
      }
    }
  }

  @Test("when the client's own time is over, a change that was sent may be made; a read is just late")
  func late() async throws {
    for hasNoSideEffects in [true, false] {
      let method = Self.method(hasNoSideEffects: hasNoSideEffects)
      let held = HeldCalls()
      var router = Router()
      router.register(method, .unary { held.hold($0) })
      try await withServer(router) { _, endpoint in
        let loop = MultiThreadedEventLoopGroup.singleton.any()
        let connection = try await TTRPCConnection.connect(to: endpoint, on: loop).get()
        // The server is told of no deadline, so that only the client's own can end the call.
        let request = try PreparedRequest(method, payload: [])
        let told = loop.makePromise(of: RPCError?.self)
        try await loop.submit {
          _ = connection.send(request, deadline: .after(nanoseconds: 1_000_000)) { result in
            if case .failure(let error) = result { told.succeed(error) } else { told.succeed(nil) }
          }
        }.get()
        let error = try await told.futureResult.get()
        #expect(error?.info?.reason == (hasNoSideEffects ? "DEADLINE_EXCEEDED" : "OUTCOME_UNKNOWN"))
        connection.close()
      }
    }
  }

  @Test("a change is refused and not sent where its time is over before")
  func neverSent() async throws {
    try await withServer { _, endpoint in
      let client = client(endpoint)
      let options = CallOptions(timeout: .seconds(-1))
      let error = await error(try await client.call(Echo.later, payload: [], options: options))
      #expect(error?.code == .deadlineExceeded)
    }
  }

  /// What a server answers to each try, and what the caller is told in the end; nil is a reply.
  struct Script: Sendable {
    let answers: [String?]
    let told: String?
    let tries: Int
    var isRepeatable = true
  }

  private static let codes: [String: Code] = [
    "OUTCOME_UNKNOWN": .unknown, "SHUTTING_DOWN": .unavailable, "NOT_HERE": .notFound,
    "FULL": .resourceExhausted, "TOKEN_REVOKED": .unauthenticated,
  ]

  @Test(
    "a change that may be repeated is, until an answer says what became of it",
    arguments: [
      Script(answers: ["OUTCOME_UNKNOWN", nil], told: nil, tries: 2),
      Script(answers: ["SHUTTING_DOWN", "SHUTTING_DOWN", nil], told: nil, tries: 3),
      // The method itself refused the repetition: the change was not made.
      Script(answers: ["OUTCOME_UNKNOWN", "NOT_HERE"], told: "NOT_HERE", tries: 2),
      // These refuse before the method is asked, and say nothing about the first try.
      Script(answers: ["OUTCOME_UNKNOWN", "FULL"], told: "OUTCOME_UNKNOWN", tries: 2),
      Script(answers: ["OUTCOME_UNKNOWN", "TOKEN_REVOKED"], told: "OUTCOME_UNKNOWN", tries: 2),
      Script(answers: ["OUTCOME_UNKNOWN", "SHUTTING_DOWN"], told: "OUTCOME_UNKNOWN", tries: 5),
      Script(answers: ["OUTCOME_UNKNOWN", nil], told: "OUTCOME_UNKNOWN", tries: 1, isRepeatable: false),
    ]
  )
  func repeats(_ script: Script) async throws {
    let method = Self.method(hasNoSideEffects: false)
    let tries = Counter()
    var router = Router()
    router.register(
      method,
      .unary { call in
        let answer = script.answers[min(tries.increment(), script.answers.count) - 1]
        guard let reason = answer else { return .reply(call.payload) }
        let info = ErrorInfo(reason: reason, domain: "test")
        return .failure(RPCError(Self.codes[reason] ?? .internal, reason, details: [.errorInfo(info)]))
      }
    )
    try await withServer(router) { _, endpoint in
      let client = client(endpoint)
      let options = CallOptions(timeout: nil, isRepeatable: script.isRepeatable)
      if let told = script.told {
        let error = await error(try await client.call(method, payload: [1], options: options))
        #expect(error?.info?.reason == told)
      } else {
        let reply = try await client.call(method, payload: [1], options: options)
        #expect(reply == [1])
      }
      #expect(tries.value == script.tries)
    }
  }
}

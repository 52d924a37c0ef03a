import RPC
import Testing

@Suite("Handlers")
struct HandlerTests {
  @Test("one may answer at once, with bytes or an error")
  func atOnce() async throws {
    #expect(try await Echo.channel(Echo.payload).call([1, 2, 3]) == [1, 2, 3])
    #expect(try await Echo.channel(Echo.payload).call([]) == [])
    let failing = Echo.channel(.unary { _ in .failure(RPCError(.notFound, "No.")) })
    let error = await #expect(throws: RPCError.self) { try await failing.call() }
    #expect(error?.code == .notFound)
    #expect(error?.message == "No.")
  }

  @Test("one may answer later, from another thread, and what it answers after that goes nowhere")
  func later() async throws {
    let channel = Echo.channel(
      .unary { call in
        Task {
          call.finish(.success([7]))
          call.finish(.success([8]))
          call.finish(.failure(RPCError(.internal, "")))
        }
        return .later
      }
    )
    for _ in 0..<100 { #expect(try await channel.call() == [7]) }
  }

  @Test("an async one waits, and answers with what it returns or throws")
  func async() async throws {
    let channel = Echo.channel(
      .async { payload, _ throws(RPCError) in
        await Task.yield()
        guard payload != [0] else { throw RPCError(.aborted, "Zero.") }
        return payload + payload
      }
    )
    #expect(try await channel.call([1, 2]) == [1, 2, 1, 2])
    let error = await #expect(throws: RPCError.self) { try await channel.call([0]) }
    #expect(error?.code == .aborted)
  }

  @Test("an async one is told the deadline")
  func deadline() async throws {
    // In half hours, begun ones included: on a busy machine a handler may start late.
    let channel = Echo.channel(
      .async { _, deadline in [UInt8((deadline?.nanosecondsLeft() ?? 0) / 1_800_000_000_000 + 1)] },
      maxCallSeconds: 7_200
    )
    #expect(try await channel.call([], CallOptions(timeout: nil)) == [4], "the server's maximum")
    #expect(try await channel.call([], CallOptions(timeout: .seconds(30_000))) == [4])
    #expect(try await channel.call([], CallOptions(timeout: .seconds(3_600))) == [2])
  }
}

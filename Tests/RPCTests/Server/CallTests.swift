import RPC
import Synchronization
import Testing

@Suite("Calls")
struct CallTests {
  /// A call that was left for later.
  private func held(_ shape: MethodDescriptor.Shape = .unary) async -> Call {
    await withCheckedContinuation { continuation in
      let channel = Echo.channel(
        .unary { call in
          continuation.resume(returning: call)
          return .later
        }
      )
      Task { try? await channel.call([1]) }
    }
  }

  @Test("a call that was cancelled before it began never begins")
  func neverBegins() async {
    let call = await held()
    #expect(!call.cancel())
    #expect(call.isCancelled)
    #expect(!call.begin())
  }

  @Test("a call that had begun when it was cancelled may be done")
  func mayBeDone() async {
    let call = await held()
    #expect(call.begin())
    #expect(!call.cancelUnlessBegun())
    #expect(!call.isCancelled)
    #expect(call.cancel())
  }

  @Test("a call that has not begun is ended by its server, once")
  func endedByServer() async {
    let call = await held()
    #expect(call.cancelUnlessBegun())
    #expect(!call.cancelUnlessBegun())
    #expect(!call.begin())
  }

  @Test("what waits for a cancellation is told once, whether it comes before or after")
  func whenCancelled() async {
    for isBefore in [true, false] {
      let call = await held()
      let count = Mutex(0)
      if isBefore { call.cancel() }
      call.whenCancelled { count.withLock { $0 += 1 } }
      call.cancel()
      call.cancel()
      #expect(count.withLock { $0 } == 1)
    }
  }

  @Test("many threads that begin and cancel agree on what happened")
  func race() async {
    for _ in 0..<200 {
      let call = await held()
      async let begun = Task { call.begin() }.value
      async let hadBegun = Task { call.cancel() }.value
      let (mayRun, mayBeDone) = await (begun, hadBegun)
      // One of them came first: it was begun and may be done, or it was cancelled and never runs.
      #expect(mayRun == mayBeDone)
    }
  }

  @Test("an async handler has begun once it was called: cancelled after that, what it changes may be made")
  func asyncBegins() async throws {
    let channel = Echo.channel(
      .async { payload, _ throws(RPCError) in
        try? await Task.sleep(for: .seconds(3_600))
        return payload
      }
    )
    let error = await #expect(throws: RPCError.self) {
      try await channel.call([], CallOptions(timeout: .milliseconds(20)))
    }
    #expect(error?.isOutcomeUnknown == true)
  }
}

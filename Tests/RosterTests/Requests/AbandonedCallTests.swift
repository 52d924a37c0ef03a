import Logging
import ProtobufC
import RPC
import RosterProto
import SQL
import Synchronization
import Testing
import Work

@testable import Roster

@Suite("Abandoned calls")
struct AbandonedCallTests {
  private let test = try! TestService()
  private let arena = Arena()

  /// Receives deferred replies, and allows waiting for one.
  private final class Sink: ReplySink {
    let answers = AsyncStream<Result<[UInt8], RPCError>>.makeStream()

    func finish(ticket: UInt64, with result: Result<[UInt8], RPCError>) {
      answers.continuation.yield(result)
    }
  }

  private func call(_ sink: Sink, deadline: Deadline? = nil) -> ServerCall {
    let call = ServerCall(connection: ServerConnection(peer: "test", worker: 0), arena: arena, sink: sink)
    call.begin(
      method: UserServiceMethods.listUsers,
      ticket: 1,
      payload: UnsafeRawBufferPointer(start: nil, count: 0),
      metadata: Metadata(),
      deadline: deadline,
      hasFollowers: false
    )
    return call
  }

  private var log: RequestLog { RequestLog(Logger(label: "test")) }

  /// The service's runner, for a method of the test's own.
  private var run: Runner {
    let service = test.service
    return Runner(
      gate: Guard(
        keys: service.keys,
        uses: KeyUseRecorder(keys: service.keys, writer: service.store.writer),
        sessions: NoSessions(),
        clock: .system
      ),
      store: service.store,
      settings: service.settings,
      outbox: MailOutbox(),
      clock: .system,
      log: log
    )
  }

  @Test("a call ends at its own deadline or at the server's maximum, whichever comes first")
  func maximum() {
    let sink = Sink()
    let maximum = Limits.maxCallSeconds * 1_000_000_000
    let start = Deadline.now
    let far = Deadline.after(nanoseconds: 2 * maximum, now: start)
    for deadline in [nil, far] {
      let answer = Answer(to: call(sink, deadline: deadline), record: nil, log: log)
      #expect(answer.deadline >= .after(nanoseconds: maximum, now: start))
      #expect(answer.deadline <= .after(nanoseconds: maximum))
      #expect(answer.interruption.deadline == answer.deadline.uptimeNanoseconds)
    }
    let near = Deadline.after(nanoseconds: 1_000_000_000, now: start)
    #expect(Answer(to: call(sink, deadline: near), record: nil, log: log).deadline == near)
  }

  @Test("an abandoned call is interrupted, or not begun")
  func givenUp() {
    let sink = Sink()
    let call = call(sink)
    let answer = Answer(to: call, record: nil, log: log)
    #expect(!answer.interruption.isCancelled())
    call.heldProgress.giveUp()
    #expect(answer.interruption.isCancelled())
    #expect(!answer.begin())
  }

  @Test("a running list stops when its caller leaves, and its thread takes the next")
  func stopped() async throws {
    let progress = Monitor<CallProgress?>(nil)
    let isLate = Mutex(false)
    let handler: UnaryHandler<ListUsersRequest, ListUsersResponse> = run.scan(.anyone) { _, context in
      progress.wait { $0 }.giveUp()
      let maximum = Deadline.after(nanoseconds: (Limits.maxCallSeconds - 1) * 1_000_000_000)
      defer { isLate.withLock { $0 = $0 || maximum.hasPassed } }
      try context.db.run(
        sql: "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
      )
      return ListUsersResponse()
    }
    // Enough for each of the pool's threads to run one.
    for _ in 0..<4 {
      let sink = Sink()
      let call = call(sink)
      progress.withLock { $0 = nil }
      guard case .later = handler.run(call) else { preconditionFailure("answered at once") }
      progress.withLock { $0 = call.heldProgress }
      progress.wakeAll()
      for await answer in sink.answers.stream {
        guard case .failure(let error) = answer else { preconditionFailure("an endless list ended") }
        #expect(error.code == .deadlineExceeded)
        break
      }
      #expect(try await test.users.listUsers(ListUsersRequest()).users.isEmpty)
    }
    #expect(isLate.withLock { !$0 }, "it was the caller's going that stopped them, and not the maximum")
  }
}

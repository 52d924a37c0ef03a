import Dispatch
import Logging
import ProtobufC
import RPC
import Roster
import RosterProto
import SQL
import Synchronization
import Testing

@Suite("Lists that nobody waits for")
struct AbandonedScanTests {
  private let test = try! TestService()

  /// Takes late answers, and says when there is one.
  private final class Sink: ReplySink {
    let answered = DispatchSemaphore(value: 0)
    private let codes = Mutex<[Code]>([])
    var failures: [Code] { codes.withLock { $0 } }

    func finish(ticket: UInt64, with result: Result<[UInt8], RPCError>) {
      if case .failure(let error) = result { codes.withLock { $0.append(error.code) } }
      answered.signal()
    }

    func waitForAnswer() { answered.wait() }
  }

  /// A list that never ends by itself.
  private func endlessList(begun: @escaping @Sendable () -> Void) -> UnaryHandler<
    ListUsersRequest, ListUsersResponse
  > {
    let service = test.service
    let run = Runner(
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
      log: RequestLog(Logger(label: "test"))
    )
    return run.scan(.anyone) { _, context in
      begun()
      try context.db.run(
        sql: "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
      )
      return ListUsersResponse()
    }
  }

  @Test("stop when their callers have gone, and leave their threads to others before the server's maximum")
  func freed() async throws {
    let start = ContinuousClock.now
    let begun = DispatchSemaphore(value: 0)
    let handler = endlessList { begun.signal() }
    let sink = Sink()
    let connection = ServerConnection(peer: "test", worker: 0)
    let arena = Arena()
    // One for each of the pool's threads.
    let calls = (0..<2).map { number in
      let call = ServerCall(connection: connection, arena: arena, sink: sink)
      call.begin(
        method: UserServiceMethods.listUsers,
        ticket: UInt64(number),
        payload: UnsafeRawBufferPointer(start: nil, count: 0),
        metadata: Metadata(),
        deadline: nil,
        hasFollowers: false
      )
      guard case .later = handler.run(call) else { preconditionFailure("answered at once") }
      return call
    }
    for _ in calls { wait(begun) }
    for call in calls { #expect(call.heldProgress.giveUp(), "it had begun") }
    #expect(try await test.users.listUsers(ListUsersRequest()).users.isEmpty)
    for _ in calls { sink.waitForAnswer() }
    #expect(sink.failures == [.deadlineExceeded, .deadlineExceeded])
    #expect(ContinuousClock.now - start < .seconds(Limits.maxCallSeconds))
  }

  private func wait(_ semaphore: DispatchSemaphore) { semaphore.wait() }
}

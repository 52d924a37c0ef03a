import RPC
import RosterProto
import SQL
import Synchronization
import TestSupport
import Testing

@testable import Roster

@Suite("Calls that nobody waits for")
struct AbandonedCallTests {
  private let test = try! TestService()

  /// A channel to one method of the test's own, run as the service runs its methods.
  private func channel(
    maxCallSeconds: Int64 = 30,
    _ method: (Runner) -> UnaryHandler<ListUsersRequest, ListUsersResponse>
  ) -> InProcessChannel {
    var router = Router()
    router.register(UserServiceMethods.listUsers, method(test.runner))
    return InProcessChannel(router: router, workers: test.service.workers, maxCallSeconds: maxCallSeconds)
  }

  private static let endless =
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"

  private static func call(
    _ channel: InProcessChannel,
    timeout: Duration? = nil
  ) async -> RPCError? {
    let method = UserServiceMethods.listUsers
    do {
      _ = try await channel.call(method, payload: [], options: CallOptions(timeout: timeout))
      return nil
    } catch {
      return error
    }
  }

  @Test("a change whose deadline has passed is not made, nor a list read")
  func late() async {
    let runs = Mutex(0)
    let write: UnaryHandler<CreateUserRequest, User> = test.runner.write(.anyone) { _, _ in
      runs.withLock { $0 += 1 }
      return User()
    }
    let scan: UnaryHandler<ListUsersRequest, ListUsersResponse> = test.runner.scan(.anyone) { _, _ in
      runs.withLock { $0 += 1 }
      return ListUsersResponse()
    }
    let calls = DirectCalls(on: test.service.workers.workers[0])
    let passed = Deadline(uptimeNanoseconds: 0)
    await expectRefusal(.deadlineExceeded) { try await calls.call(write, deadline: passed) }
    await expectRefusal(.deadlineExceeded) { try await calls.call(scan, deadline: passed) }
    #expect(runs.withLock { $0 } == 0)
  }

  @Test("a list stops when its caller goes while it runs, and its thread takes the next")
  func stopped() async throws {
    let hasBegun = Gate()
    let outcomes = Mutex<[SQLError.Kind?]>([])
    let hasStopped = Gate()
    let channel = channel { run in
      run.scan(.anyone) { _, context in
        hasBegun.open()
        defer { hasStopped.open() }
        do {
          try context.db.run(sql: Self.endless)
        } catch let error as SQLError {
          outcomes.withLock { $0.append(error.kind) }
          throw error
        }
        return ListUsersResponse()
      }
    }
    let call = Task { await Self.call(channel) }
    await hasBegun.pass()
    call.cancel()
    #expect(await call.value?.code == .cancelled)
    await hasStopped.pass()
    #expect(outcomes.withLock { $0 } == [.interrupted])
    #expect(try await test.users.listUsers(ListUsersRequest()).users.isEmpty)
  }

  @Test("a list stops at its caller's deadline, or at the server's maximum", arguments: [true, false])
  func deadline(isCallers: Bool) async throws {
    let channel = channel(maxCallSeconds: isCallers ? 3_600 : 1) { run in
      run.scan(.anyone) { _, context in
        try context.db.run(sql: Self.endless)
        return ListUsersResponse()
      }
    }
    let error = await Self.call(channel, timeout: isCallers ? .milliseconds(200) : nil)
    #expect(error?.code == .deadlineExceeded)
    #expect(try await test.users.listUsers(ListUsersRequest()).users.isEmpty)
  }

  @Test("a list that was given up before a thread was free is never begun")
  func neverBegun() async throws {
    let blocker = Gate()
    let blocked = Mutex(0)
    let allBlocked = Gate()
    let begun = Mutex(0)
    let blocking = channel { run in
      run.scan(.anyone) { _, _ in
        if blocked.withLock({
          $0 += 1; return $0 == 2
        }) {
          allBlocked.open()
        }
        blocker.wait()
        return ListUsersResponse()
      }
    }
    let counting = channel { run in
      run.scan(.anyone) { _, _ in
        begun.withLock { $0 += 1 }
        return ListUsersResponse()
      }
    }
    // As many as the pool has threads.
    let blockers = (0..<2).map { _ in Task { await Self.call(blocking) } }
    await allBlocked.pass()
    #expect(await Self.call(counting, timeout: .milliseconds(50))?.code == .deadlineExceeded)
    blocker.open()
    for blocker in blockers { #expect(await blocker.value == nil) }
    // The pool takes work in order: what comes after has run when this is answered.
    #expect(await Self.call(counting) == nil)
    #expect(begun.withLock { $0 } == 1)
  }

  @Test("a change that was given up before the writer was free is never made")
  func neverMade() async throws {
    let writer = test.service.store.writer
    let gate = Gate()
    try writer.submit(HeldWrite(gate))
    gate.waitUntilHeld()
    let options = TestService.options(test.rootToken, timeout: .milliseconds(50))
    await expectRefusal(.deadlineExceeded) {
      try await test.users.createUser(CreateUserRequest(email: "a@b"), options: options)
    }
    gate.open()
    try writer.perform { _ in }
    #expect(try test.integer("SELECT count(*) FROM users") == 0)
  }

  /// A write that holds the writer up.
  private final class HeldWrite: WriteJob {
    private let gate: Gate

    init(_ gate: Gate) { self.gate = gate }

    func run(on connection: any Connection) throws { gate.hold() }
    func finish(_ outcome: Result<Void, any Error>) {}
  }
}

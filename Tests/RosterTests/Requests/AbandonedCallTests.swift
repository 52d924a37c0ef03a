import Logging
import ProtobufC
import RPC
import RosterProto
import SQL
import Synchronization
import Testing
import Work

@testable import Roster

@Suite("Calls that nobody waits for")
struct AbandonedCallTests {
  private let test = try! TestService()
  private let arena = Arena()

  private var log: RequestLog { RequestLog(Logger(label: "test")) }

  @Test("a call ends at its own deadline or at the server's maximum, whichever comes first")
  func maximum() {
    let answers = LateAnswers()
    let maximum = Limits.maxCallSeconds * 1_000_000_000
    let start = Deadline.now
    let far = Deadline.after(nanoseconds: 2 * maximum, now: start)
    for deadline in [nil, far] {
      let answer = Answer(to: answers.call(arena, deadline: deadline), record: nil, log: log)
      #expect(answer.deadline >= .after(nanoseconds: maximum, now: start))
      #expect(answer.deadline <= .after(nanoseconds: maximum))
      #expect(answer.interruption.deadline == answer.deadline.uptimeNanoseconds)
    }
    let near = Deadline.after(nanoseconds: 1_000_000_000, now: start)
    #expect(Answer(to: answers.call(arena, deadline: near), record: nil, log: log).deadline == near)
  }

  @Test("a call that was given up is interrupted, and not begun")
  func givenUp() {
    let answers = LateAnswers()
    let call = answers.call(arena)
    let answer = Answer(to: call, record: nil, log: log)
    #expect(!answer.interruption.isCancelled())
    call.heldProgress.giveUp()
    #expect(answer.interruption.isCancelled())
    #expect(!answer.begin())
  }

  @Test("a change whose time has run out is not made, nor a list read")
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
    for run in [write.run, scan.run] {
      let answers = LateAnswers()
      guard case .later = run(answers.call(arena, deadline: Deadline(uptimeNanoseconds: 0))) else {
        Issue.record("answered at once")
        continue
      }
      await #expect(answers.next() == .deadlineExceeded)
    }
    #expect(runs.withLock { $0 } == 0)
  }

  @Test("a list stops when its caller goes while it runs, and its thread takes the next")
  func stopped() async throws {
    let progress = Monitor<CallProgress?>(nil)
    let isLate = Mutex(false)
    let handler: UnaryHandler<ListUsersRequest, ListUsersResponse> = test.runner.scan(.anyone) { _, context in
      progress.wait { $0 }.giveUp()
      let maximum = Deadline.after(nanoseconds: (Limits.maxCallSeconds - 1) * 1_000_000_000)
      defer { isLate.withLock { $0 = $0 || maximum.hasPassed } }
      try context.db.run(
        sql: "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
      )
      return ListUsersResponse()
    }
    // Each of the pool's threads comes to run one.
    for _ in 0..<4 {
      let answers = LateAnswers()
      let call = answers.call(arena)
      progress.withLock { $0 = nil }
      guard case .later = handler.run(call) else { preconditionFailure("answered at once") }
      progress.withLock { $0 = call.heldProgress }
      progress.wakeAll()
      await #expect(answers.next() == .deadlineExceeded)
      #expect(try await test.users.listUsers(ListUsersRequest()).users.isEmpty)
    }
    #expect(isLate.withLock { !$0 }, "it was the caller's going that stopped them, and not the maximum")
  }
}

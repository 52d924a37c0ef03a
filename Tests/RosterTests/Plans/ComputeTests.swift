import RPC
import RosterProto
import SQL
import SQLite
import TestSupport
import Testing
import Work

@testable import Roster

@Suite("Methods that have something computed first")
struct ComputeTests {
  private let methods = try! ComputeTest()
  private var test: TestService { methods.test }

  @Test("read, compute, and write, in this order, each with what the one before made")
  func order() async throws {
    try await test.makeUser("Ada")
    let channel = methods.renaming { "\($0)!" }
    #expect(try await methods.call(channel).firstName == "Ada!")
    #expect(methods.log.lines == ["read", "compute", "write"])
    #expect(try await test.user(1).firstName == "Ada!")
  }

  @Test("may read instead, and see what was written meanwhile")
  func reading() async throws {
    try await test.makeUser("Ada")
    let gate = Gate()
    let channel = methods.channel { run in
      let computation = Computation<UpdateUserRequest, String>(mebibytes: 64) { request in
        gate.hold()
        return "user \(request.user?.id ?? 0)"
      }
      return run.compute(
        .authenticated,
        computation,
        thenRead: { request, computed, context in
          var user = try UserQueries.user(id: request.user?.id ?? 0, at: context.now, context.db)
          user.lastName = computed
          return user
        }
      )
    }
    let call = Task { try await methods.call(channel) }
    await gate.becomesHeld()
    _ = try await test.users.updateUser(UpdateUserRequest(user: User(id: 1, firstName: "Bea")))
    gate.open()
    let user = try await call.value
    #expect(user.firstName == "Bea" && user.lastName == "user 1")
  }

  @Test("hold up neither a read on the worker, nor a list, nor a change; and no snapshot of the database")
  func apart() async throws {
    try await test.makeUser("Ada")
    let gates = [Gate(), Gate()]
    let calls = await methods.holdBothThreads(gates)
    #expect(try await test.user(1).firstName == "Ada")
    #expect(try await test.users.listUsers(ListUsersRequest()).users.count == 1)
    try await test.makeUser("Bea")
    let connection = try test.directory.database.open(.readWrite)
    connection.setBusyTimeout(milliseconds: 0)
    #expect(try connection.checkpoint(.truncate))
    for gate in gates { gate.open() }
    for call in calls { try await call.value }
  }

  @Test("are refused with a retry delay where too many wait")
  func full() async throws {
    let gates = [Gate(), Gate()]
    let calls = await methods.holdBothThreads(gates)
    let pool = test.service.store.computations
    for _ in 0..<Limits.maxQueuedComputations { try pool.submit { _ in } }
    let channel = methods.renaming { $0 }
    do {
      _ = try await methods.call(channel)
      Issue.record("was let in")
    } catch {
      #expect(error.reason == .overloaded && error.code == .resourceExhausted)
      #expect(error.retryDelay == .milliseconds(100))
    }
    #expect(methods.log.lines == [])
    for gate in gates { gate.open() }
    for call in calls { try await call.value }
  }

  @Test("are not begun once their deadline has passed, or their caller has gone", arguments: [true, false])
  func neverBegun(isLate: Bool) async throws {
    try await test.makeUser("Ada")
    let gates = [Gate(), Gate()]
    let calls = await methods.holdBothThreads(gates)
    let accepted = Gate()
    let channel = methods.renaming(accepted: accepted) { $0 }
    if isLate {
      await expectRefusal(.deadlineExceeded) {
        try await methods.call(channel, as: test.rootToken, timeout: .milliseconds(50))
      }
    } else {
      let call = Task { try await methods.call(channel) }
      await accepted.pass()
      call.cancel()
      #expect(await (call.result.failure as? RPCError)?.code == .cancelled)
    }
    for gate in gates { gate.open() }
    for call in calls { try await call.value }
    // The pool takes work in order: what comes after has run when this is answered.
    let other = methods.channel { run in
      run.compute(
        .anyone,
        Computation<UpdateUserRequest, Bool>(mebibytes: 1) { _ in true },
        thenRead: { _, _, _ in
          User()
        }
      )
    }
    for _ in 0..<2 { _ = try await methods.call(other) }
    #expect(methods.log.lines == [])
  }

  @Test("change nothing where the caller goes while it is computed, and its caller is told so")
  func abandoned() async throws {
    try await test.makeUser("Ada")
    let gate = Gate()
    let channel = methods.renaming { name in
      gate.hold()
      return "\(name)!"
    }
    let call = Task { try await methods.call(channel, as: test.rootToken, timeout: .milliseconds(50)) }
    await gate.becomesHeld()
    // Not OUTCOME_UNKNOWN: nothing was begun that could be done.
    await expectRefusal(.deadlineExceeded) { try await call.value }
    gate.open()
    // Both threads get to work that comes after.
    let gates = [Gate(), Gate()]
    let calls = await methods.holdBothThreads(gates)
    for gate in gates { gate.open() }
    for call in calls { try await call.value }
    try test.service.store.writer.perform { _ in }
    #expect(methods.log.lines == ["read", "compute"])
    #expect(try await test.user(1).firstName == "Ada")
  }

  @Test("are refused as the computation refuses, and nothing is written")
  func refused() async throws {
    struct Fault: Error {}
    try await test.makeUser("Ada")
    let channel = methods.renaming { name in
      if name == "Ada" { throw RPCError.invalid("password", "is wrong") }
      throw Fault()
    }
    await expectRefusal(.invalidField, field: "password") { try await methods.call(channel) }
    try test.execute("UPDATE users SET first_name = 'Bea'")
    await expectRefusal(.internal) { try await methods.call(channel) }
    #expect(methods.log.lines == ["read", "compute", "read", "compute"])
  }

  @Test("compute nothing for a caller whom the rule refuses, by the role or by the data")
  func unauthorized() async throws {
    let ada = try await test.makeUser("Ada")
    let bea = try await test.makeUser("Bea")
    let channel = methods.renaming(.grant(.usersUpdate, users: .themselves { $0.user?.id ?? 0 })) { "\($0)!" }
    let service = try test.makeToken(role: "service")
    await expectRefusal(
      .grantMissing,
      ["grant": "users.update", "method": "roster.v1.UserService/UpdateUser"]
    ) { try await methods.call(channel, as: service) }
    let token = test.sessions.open(for: bea)
    await expectRefusal(.selfOnly, ["user_id": "\(ada.id)"]) {
      try await methods.call(channel, as: token, user: ada.id)
    }
    #expect(methods.log.lines == [])
    #expect(try await methods.call(channel, as: token, user: bea.id).firstName == "Bea!")
  }

  @Test("are refused where the caller may no longer do this when it has been computed")
  func authorizationLost() async throws {
    let ada = try await test.makeUser("Ada")
    let bea = try await test.makeUser("Bea")
    let account = try await test.makeAccount(owner: ada)
    try await test.associate(bea, account)
    let gate = Gate()
    let channel = methods.renaming(.grant(.usersUpdate, users: .member(of: { _ in account.id }))) { name in
      gate.hold()
      return "\(name)!"
    }
    let token = test.sessions.open(for: bea)
    let call = Task { try await methods.call(channel, as: token) }
    await gate.becomesHeld()
    _ = try await test.accounts.removeUser(RemoveUserRequest(accountID: account.id, userID: bea.id))
    gate.open()
    let error = await call.result.failure as? RPCError
    #expect(error?.code == .permissionDenied)
    #expect(methods.log.lines == ["read", "compute"])
    #expect(try await test.user(ada.id).firstName == "Ada")
  }

  @Test("a repeat under the same request id gets the first reply, and changes nothing")
  func repeated() async throws {
    try await test.makeUser("Ada")
    let channel = methods.renaming { "\($0)!" }
    let first = try await methods.call(channel, requestID: "1")
    #expect(try await methods.call(channel, requestID: "1") == first)
    #expect(methods.log.lines.filter { $0 == "write" }.count == 1)
    #expect(try await test.user(1).firstName == "Ada!")
  }

  @Test("are finished with their change when the service stops, and refused afterwards")
  func stopped() async throws {
    try await test.makeUser("Ada")
    let gate = Gate()
    let channel = methods.renaming { name in
      gate.hold()
      return "\(name)!"
    }
    let call = Task { try await methods.call(channel) }
    await gate.becomesHeld()
    let stopping = Task.detached { [test] in test.stop() }
    gate.open()
    #expect(try await call.value.firstName == "Ada!")
    await stopping.value
    await expectRefusal(.shuttingDown) { try await methods.call(channel) }
  }
}

extension Result {
  fileprivate var failure: Failure? {
    if case .failure(let error) = self { error } else { nil }
  }
}

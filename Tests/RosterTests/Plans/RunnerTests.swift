import RPC
import RosterProto
import SQL
import TestSupport
import Testing
import Work

@testable import Roster

@Suite("Running requests")
struct RunnerTests {
  private let test = try! TestService()

  /// A write that holds the writer up.
  private final class HeldWrite: WriteJob {
    private let gate: Gate

    init(_ gate: Gate) { self.gate = gate }

    func run(on connection: any Connection) throws { gate.hold() }
    func finish(_ outcome: Result<Void, any Error>) {}
  }

  private final class NoWrite: WriteJob {
    func run(on connection: any Connection) throws {}
    func finish(_ outcome: Result<Void, any Error>) {}
  }

  private func expectOverloaded<Reply>(_ call: () async throws -> Reply) async {
    do {
      _ = try await call()
      Issue.record("was let in")
    } catch {
      let error = error as? RPCError
      #expect(error?.reason == .overloaded)
      #expect(error?.code == .resourceExhausted)
      #expect(error?.retryDelay == .milliseconds(100))
    }
  }

  @Test("one write too many in the queue is refused, with a retry delay; reads continue")
  func fullWriter() async throws {
    let ada = try await test.makeUser("Ada")
    let writer = test.service.store.writer
    let gate = Gate()
    try writer.submit(HeldWrite(gate))
    gate.waitUntilHeld()
    for _ in 0..<8_192 { try writer.submit(NoWrite()) }
    await expectOverloaded { try await test.makeUser("Bob") }
    #expect(try await test.user(ada.id) == ada)
    gate.open()
    // Once there is room again, this waits for all earlier writes.
    while (try? writer.perform { _ in }) == nil {}
    #expect(try await test.makeUser("Bob").id == ada.id + 1)
  }

  @Test("one scan too many in the queue is refused, with a retry delay")
  func fullPool() async throws {
    let pool = test.service.store.scans
    let gates = [Gate(), Gate()]
    for gate in gates { try pool.submit { _ in gate.hold() } }
    for gate in gates { gate.waitUntilHeld() }
    for _ in 0..<256 { try pool.submit { _ in } }
    await expectOverloaded { try await test.users.listUsers(ListUsersRequest()) }
    for gate in gates { gate.open() }
    await withCheckedContinuation { continuation in
      // Once there is room again, the last in the queue signals it.
      while (try? pool.submit { _ in continuation.resume() }) == nil {}
    }
    #expect(try await test.users.listUsers(ListUsersRequest()).users.isEmpty)
  }

  @Test("a write that fails half way leaves nothing, alone or among others")
  func failingWrite() async throws {
    let ada = try await test.makeUser("Ada")
    // The account is created before its owner's membership, which is refused here.
    try test.execute(
      """
      CREATE TRIGGER no_memberships BEFORE INSERT ON memberships
      BEGIN SELECT RAISE(ABORT, 'a secret cause'); END
      """
    )
    await expectRefusal(.internal) { try await test.makeAccount(owner: ada) }
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<20 {
        group.addTask { _ = try? await test.makeAccount(owner: ada) }
        group.addTask { _ = try? await test.makeUser("U", email: "u\(number)@example.com") }
      }
    }
    #expect(try test.integer("SELECT count(*) FROM accounts") == 0)
    #expect(try test.integer("SELECT count(*) FROM users") == 21)
    try test.execute("DROP TRIGGER no_memberships")
    #expect(try await test.makeAccount(owner: ada).ownerUserID == ada.id)
  }

  @Test("a fault of the server is reported without its cause")
  func fault() async throws {
    try test.execute("DROP TABLE memberships")
    do {
      _ = try await test.access.checkPermission(
        CheckPermissionRequest(userID: 1, accountID: 1, permission: .orders)
      )
      Issue.record("was answered")
    } catch {
      #expect(error.reason == .internal)
      #expect(!error.message.contains("memberships"))
    }
  }

  @Test("a write is seen by the read that follows its reply")
  func readYourWrites() async throws {
    for number in 1...50 {
      let user = try await test.makeUser("U", email: "u\(number)@example.com")
      #expect(try await test.user(user.id) == user)
    }
  }

  @Test("many concurrent writers each make their change, counted once")
  func concurrency() async throws {
    let ada = try await test.makeUser("Ada")
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<100 {
        group.addTask {
          let change = User(id: ada.id, firstName: "N\(number)")
          _ = try? await test.users.updateUser(UpdateUserRequest(user: change))
        }
      }
    }
    #expect(try await test.user(ada.id).revision == 101)
  }

  @Test("a stopped service refuses writes and scans with a clear error")
  func stopped() async throws {
    test.stop()
    await expectRefusal(.shuttingDown) { try await test.makeUser("Ada") }
    await expectRefusal(.shuttingDown) { try await test.users.listUsers(ListUsersRequest()) }
  }
}

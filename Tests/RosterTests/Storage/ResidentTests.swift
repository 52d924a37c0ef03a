import RPC
import Roster
import RosterProto
import SQL
import Synchronization
import TestSupport
import Testing

@Suite("What is kept in memory of the database")
struct ResidentTests {
  private let test = try! TestService()

  @Test("settings and keys are as of the last event that changed each, and no other event reads them anew")
  func revisions() async throws {
    let (keys, settings) = (test.service.keys.resident, test.service.settings)
    let counts = (keys.changeCount, settings.changeCount)
    try await test.makeUser("Ada")
    #expect(keys.revision == 0 && settings.revision == 0)
    #expect((keys.changeCount, settings.changeCount) == counts)
    let principal = try await test.makePrincipal("A")
    #expect(keys.revision == principal.revision && settings.revision == 0)
    let updated = try await test.updateSettings("product_name") { $0.productName = "Acme" }
    #expect(keys.revision == principal.revision && settings.revision == updated.revision)
    #expect(keys.changeCount == counts.0 + 1 && settings.changeCount == counts.1 + 1)
  }

  @Test("they are read at a start, at the revision they had", arguments: [false, true])
  func restart(isChanged: Bool) async throws {
    let directory = TemporaryDirectory()
    var revisions: (Int64, Int64) = (0, 0)
    do {
      let test = try TestService(in: directory, keepsInstallationEvents: true)
      if isChanged { try await test.updateSettings("product_name") { $0.productName = "Acme" } }
      revisions = (test.service.keys.resident.revision, test.service.settings.revision)
      #expect(revisions == (7, isChanged ? 8 : 0))
      test.stop()
    }
    let test = try TestService(in: directory)
    #expect(test.service.settings.current.productName == (isChanged ? "Acme" : "Roster"))
    #expect((test.service.keys.resident.revision, test.service.settings.revision) == revisions)
  }

  @Test("a change that is refused, or cannot be committed, changes nothing in memory")
  func undone() async throws {
    let token = try test.makeToken(role: "support")
    let count = test.service.keys.version
    await expectRefusal(.roleExists, ["role": "support"]) {
      try await test.staff.createRole(CreateRoleRequest(name: "support"))
    }
    try test.execute("CREATE TRIGGER broken BEFORE UPDATE ON heads BEGIN SELECT RAISE(ABORT, 'broken'); END")
    await expectRefusal(.internal) { try await test.staff.revokeKey(RevokeKeyRequest(keyID: 2)) }
    await expectRefusal(.internal) {
      try await test.updateSettings("product_name") { $0.productName = "Acme" }
    }
    #expect(await test.refusal(of: token) == nil)
    #expect(test.service.keys.version == count)
    #expect(test.service.settings.current.productName == "Roster")
    try test.execute("DROP TRIGGER broken")
    _ = try await test.staff.revokeKey(RevokeKeyRequest(keyID: 2))
    #expect(await test.refusal(of: token) == "TOKEN_REVOKED")
  }

  @Test("a change that leaves what cannot be read is undone")
  func unreadable() async throws {
    try test.execute(
      """
      CREATE TRIGGER forging AFTER INSERT ON settings BEGIN
        UPDATE settings SET value = 'many' WHERE name = 'max_pending_invitations';
      END
      """
    )
    await expectRefusal(.internal) {
      try await test.updateSettings("max_pending_invitations") { $0.maxPendingInvitations = 7 }
    }
    #expect(test.service.settings.current.maxPendingInvitations == 100)
    #expect(try test.integer("SELECT count(*) FROM settings") == 0)
    #expect(try await test.lastEventID() == 0)
  }

  @Test("the feed tells the events that were committed, in order, and nothing of what was refused or asked")
  func feed() async throws {
    let recorder = EventRecorder()
    let ledger = test.service.store.ledger
    try test.service.store.writer.perform { _ in ledger.feed.subscribe(recorder) }
    let ada = try await test.makeUser("Ada")
    let acme = try await test.makeAccount(owner: ada)
    let bob = try await test.makeUser("Bob")
    try await test.associate(bob, acme)
    let transfer = TransferOwnershipRequest(accountID: acme.id, newOwnerUserID: bob.id, validateOnly: true)
    _ = try await test.accounts.transferOwnership(transfer)
    await expectRefusal(.emailTaken) { try await test.makeUser("Ada") }
    #expect(recorder.events == (try await test.allEvents()))
    #expect(recorder.events.count == 5)
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<50 {
        group.addTask { _ = try? await test.makeUser("U", email: "u\(number)@example.com") }
        group.addTask { _ = try? await test.makeUser("U", email: "ada@example.com") }
      }
    }
    #expect(recorder.events == (try await test.allEvents()))
  }

  @Test("who has the reply to a change meets nobody who does not know of it")
  func order() async throws {
    for number in 1...20 {
      try await test.updateSettings("product_name") { $0.productName = "Acme \(number)" }
      #expect(test.service.settings.current.productName == "Acme \(number)")
    }
  }
}

/// Keeps the events it is told of.
private final class EventRecorder: CommitSubscriber {
  private let told = Mutex<[Event]>([])

  var events: [Event] { told.withLock { $0 } }

  func commit(_ events: [Event]) { told.withLock { $0 += events } }
}

import RPC
import Roster
import RosterProto
import SQL
import TestSupport
import Testing

@Suite("Revisions")
struct RevisionTests {
  private let test = try! TestService()

  @Test("each thing that a change changes is at the revision of its own event", arguments: MutationCase.all)
  func rows(_ mutation: MutationCase) async throws {
    let call = try await mutation.prepare(test)
    let before = try await test.lastEventID()
    try await test.call(mutation.method, call.request)
    #expect(try await test.lastEventID() == before + 1 + Int64(call.others.count))
    #expect(try await test.rowsAtOtherRevisions() == [])
  }

  @Test("so are principals, roles, keys and settings, and what an acceptance changes")
  func otherRows() async throws {
    let manager = try await test.makePrincipal("manager", "support")
    let role = try await test.staff.createRole(CreateRoleRequest(name: "r"))
    let key = try #require(try await test.makeKey(of: manager).key)
    #expect([manager.revision, role.revision, key.revision] == [1, 2, 3])
    #expect(try await test.updateSettings("product_name") { $0.productName = "Acme" }.revision == 4)
    #expect(try await test.staff.revokeKey(RevokeKeyRequest(keyID: key.id)).revision == 5)
    let update = UpdateRoleRequest(role: Role(name: "r", grants: ["users.read"]))
    #expect(try await test.staff.updateRole(update).revision == 6)
    _ = try await test.makeKey(of: manager)
    let deletion = try await test.staff.deletePrincipal(DeletePrincipalRequest(principalID: manager.id))
    #expect(deletion.revision == 8, "the event of the key that it revokes follows")
    #expect(try await test.staff.deleteRole(DeleteRoleRequest(role: "r")).revision == 10)
    let invites = try await InvitationTest()
    _ = try await invites.register(try await invites.sent().token)
    #expect(try await invites.test.rowsAtOtherRevisions() == [])
    #expect(try await test.rowsAtOtherRevisions() == [])
  }

  @Test("the reply to a deletion, a removal and a refusal tells its event")
  func replies() async throws {
    let invites = try await InvitationTest()
    let test = invites.test
    func expectLast(_ revision: Int64, _ kind: String) async throws {
      let last = try await test.allEvents().last
      #expect(last?.id == revision && last?.kind == kind)
    }
    let bob = try await test.makeUser("Bob")
    try await test.associate(bob, invites.account)
    let removal = RemoveUserRequest(accountID: invites.account.id, userID: bob.id)
    try await expectLast(try await test.accounts.removeUser(removal).revision, "membership.removed")
    let deletion = DeleteUserRequest(userID: bob.id)
    try await expectLast(try await test.users.deleteUser(deletion).revision, "user.deleted")
    let refusal = DeclineInvitationRequest(token: try await invites.sent().token)
    let declined = try await invites.invitations.declineInvitation(refusal)
    try await expectLast(declined.revision, "invitation.declined")
    #expect(try await invites.get(1).revision == declined.revision)
  }

  @Test("what is refused, only asked, or fails half way takes no id")
  func givenBack() async throws {
    let ada = try await test.makeUser("Ada")
    let acme = try await test.makeAccount(owner: ada)
    let bob = try await test.makeUser("Bob")
    try await test.associate(bob, acme)
    let last = try await test.lastEventID()
    let transfer = TransferOwnershipRequest(accountID: acme.id, newOwnerUserID: bob.id, validateOnly: true)
    let preview = try await test.accounts.transferOwnership(transfer)
    #expect(preview.formerOwner?.revision == last + 3, "as it would be")
    let draft = CreateInvitationRequest(accountID: acme.id, email: "eve@example.com", validateOnly: true)
    let invitations = InvitationServiceClient(
      channel: test.channel,
      options: TestService.options(test.rootToken)
    )
    #expect(try await invitations.createInvitation(draft).invitation?.revision == 0)
    await expectRefusal(.emailTaken) { try await test.makeUser("Ada") }
    try test.execute(
      "CREATE TRIGGER broken BEFORE INSERT ON memberships BEGIN SELECT RAISE(ABORT, 'broken'); END"
    )
    await expectRefusal(.internal) { try await test.makeAccount(owner: ada) }
    #expect(try await test.lastEventID() == last)
    #expect(try await test.makeUser("Eve").revision == last + 1)
  }

  @Test("of many at once, refused ones among them, each has its own; the row of heads goes with them")
  func batches() async throws {
    var revisions: Set<Int64> = []
    await withTaskGroup(of: Int64?.self) { group in
      for number in 0..<100 {
        group.addTask { try? await test.makeUser("U", email: "u\(number)@example.com").revision }
        group.addTask { try? await test.makeUser("U", email: "u0@example.com").revision }
      }
      for await case let revision? in group { revisions.insert(revision) }
    }
    #expect(revisions == Set(1...100))
    #expect(try test.integer("SELECT event_id FROM heads") == 100)
    #expect(try await test.rowsAtOtherRevisions() == [])
  }

  @Test("the heads tell the last event, and the last that changed who may call and the settings")
  func heads() async throws {
    func versions() throws -> [Int64?] {
      try ["event_id", "directory_version", "settings_version"]
        .map { try test.integer("SELECT \($0) FROM heads") }
    }
    #expect(try versions() == [0, 0, 0])
    _ = try await test.makePrincipal("A")
    #expect(try versions() == [1, 1, 0])
    try await test.updateSettings("product_name") { $0.productName = "Acme" }
    #expect(try versions() == [2, 1, 2])
    try await test.makeUser("Ada")
    #expect(try versions() == [3, 1, 2])
  }

  @Test("a start continues where the last one ended")
  func restart() async throws {
    let directory = TemporaryDirectory()
    func revision(of name: String) async throws -> Int64 {
      let test = try TestService(in: directory)
      defer { test.stop() }
      let revision = try await test.makeUser(name).revision
      let verified = try await test.events.verifyEvents(VerifyEventsRequest())
      #expect(verified.lastID == revision)
      return revision
    }
    let last = try await revision(of: "Ada")
    #expect(try await revision(of: "Bob") == last + 1)
  }
}

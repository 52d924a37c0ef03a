import RPC
import Roster
import RosterProto
import Testing

/// The changes that end an invitation to Grace's address, except an answer and its cancellation.
enum InvitationEnd: String, CaseIterable, Sendable {
  case associated = "user_associated"
  case removed = "user_removed"
  case emailChanged = "email_changed"
  case emailTaken = "email_changed by a member"
  case deleted = "user_deleted"
}

@Suite("What ends an invitation")
struct InvitationEndingTests {
  private let invites: InvitationTest
  private var test: TestService { invites.test }
  private var account: Account { invites.account }

  init() async throws {
    invites = try await InvitationTest()
  }

  private func move(_ user: User, to email: String) async throws -> User {
    try await test.users.updateUser(UpdateUserRequest(user: User(id: user.id, email: email)))
  }

  private func remove(_ user: User) async throws {
    let request = RemoveUserRequest(accountID: account.id, userID: user.id)
    try await test.call(AccountServiceMethods.removeUser, request, id: "end")
  }

  private func decline(_ token: String) async throws {
    _ = try await invites.invitations.declineInvitation(DeclineInvitationRequest(token: token))
  }

  /// Makes the change, under the request id `end`.
  private func bringAbout(_ end: InvitationEnd) async throws {
    let address = InvitationTest.address
    switch end {
    case .associated:
      let user = try await test.makeUser("Grace", email: address)
      let request = AssociateUserRequest(accountID: account.id, userID: user.id)
      try await test.call(AccountServiceMethods.associateUser, request, id: "end")
    case .removed:
      let user = try await test.makeUser("Grace", email: address)
      try invites.insertMembership(of: user)
      try await remove(user)
    case .emailChanged:
      let user = try await test.makeUser("Grace", email: address)
      let request = UpdateUserRequest(user: User(id: user.id, email: "hopper@example.net"))
      try await test.call(UserServiceMethods.updateUser, request, id: "end")
    case .emailTaken:
      let user = try await test.makeUser("Grace", email: "hopper@example.net")
      try await test.associate(user, account)
      let request = UpdateUserRequest(user: User(id: user.id, email: "GRACE@example.net"))
      try await test.call(UserServiceMethods.updateUser, request, id: "end")
    case .deleted:
      let user = try await test.makeUser("Grace", email: address)
      try await test.call(UserServiceMethods.deleteUser, DeleteUserRequest(userID: user.id), id: "end")
    }
  }

  @Test(
    "its link and a resend are then refused, its mail is withdrawn, and an event gives the reason",
    arguments: InvitationEnd.allCases
  )
  func ends(_ end: InvitationEnd) async throws {
    let token = try await invites.sent { $0.permissions = Permission.every }.token
    try await bringAbout(end)
    let ended = try await invites.get(1)
    let cancellation = try await test.latestEvents("invitation.cancelled").first
    #expect(ended.state == .cancelled && ended.revision == cancellation?.id)
    let refusal = ["invitation_id": "1"]
    await expectRefusal(.invitationCancelled, refusal) { try await invites.register(token) }
    await expectRefusal(.invitationCancelled, refusal) { try await decline(token) }
    await expectRefusal(.invitationCancelled, refusal) {
      try await invites.invitations.resendInvitation(ResendInvitationRequest(invitationID: 1))
    }
    #expect(try await test.mailStates().first == "invitation withdrawn")
    let events = try await test.allEvents().filter { $0.requestID == "end" }
    #expect(events.count == 2)
    let event = try #require(events.last)
    #expect(event.kind == "invitation.cancelled")
    #expect(event.target == EventTarget(kind: .invitation, id: 1))
    #expect(event.accountID == account.id)
    let reason = String(end.rawValue.prefix { $0 != " " })
    #expect(event.changes.last == EventChange(field: "reason", after: reason))
    #expect(try await test.pendingInvitations(account) == [])
  }

  @Test("a user who was invited, associated and removed cannot use the link of the earlier mail")
  func oldLink() async throws {
    let user = try await test.makeUser("Grace", email: InvitationTest.address)
    let token = try await invites.sent { $0.permissions = Permission.every }.token
    try test.sendMails()
    try await test.associate(user, account)
    try await remove(user)
    await expectRefusal(.invitationCancelled, ["invitation_id": "1"]) {
      try await invites.accept(token, user)
    }
    #expect(try test.integer("SELECT count(*) FROM memberships WHERE user_id = \(user.id)") == 0)
    #expect(
      try await test.mailStates() == ["invitation sent", "access_granted withdrawn", "access_removed queued"]
    )
  }

  @Test("an expired invitation ends too, so that setting the clock back does not make its link valid")
  func expired() async throws {
    let user = try await test.makeUser("Grace", email: InvitationTest.address)
    let token = try await invites.sent().token
    test.clock.advance(seconds: 7 * 86_400)
    try await test.associate(user, account)
    try await remove(user)
    test.clock.now = SettableClock.start
    await expectRefusal(.invitationCancelled, ["invitation_id": "1"]) {
      try await invites.accept(token, user)
    }
  }

  @Test("accepting one cancels the address's other open invitations to the account, for the accepting user")
  func another() async throws {
    let user = try await test.makeUser("Grace", email: InvitationTest.address)
    let first = try await invites.sent().token
    test.clock.advance(seconds: 7 * 86_400)
    let second = try await invites.sent().token
    _ = try await invites.accept(second, user)
    #expect(try await invites.get(1).state == .cancelled)
    #expect(try await invites.get(2).state == .accepted)
    let event = try #require(try await test.latestEvents("invitation.cancelled").first)
    #expect(event.changes.last == EventChange(field: "reason", after: "user_joined"))
    #expect(event.actor?.id == user.id && event.broker?.name == "root")
    #expect(try await test.mailStates() == ["invitation withdrawn", "invitation withdrawn"])
    try await remove(user)
    test.clock.now = SettableClock.start
    await expectRefusal(.invitationCancelled, ["invitation_id": "1"]) {
      try await invites.accept(first, user)
    }
  }

  @Test("changes of another account or another address do not end it, nor does another spelling")
  func others() async throws {
    let other = try await test.makeAccount("Other", owner: invites.owner)
    let user = try await test.makeUser("Grace", email: InvitationTest.address)
    let token = try await invites.sent().token
    _ = try await invites.invite("hopper@example.net") { $0.accountID = other.id }
    try await test.associate(user, other)
    _ = try await test.accounts.removeUser(RemoveUserRequest(accountID: other.id, userID: user.id))
    try await test.associate(test.makeUser("Bob"), account)
    _ = try await test.users.updateUser(UpdateUserRequest(user: User(id: user.id, firstName: "G")))
    _ = try await move(user, to: "GRACE@example.net")
    _ = try await test.users.lockUser(LockUserRequest(userID: user.id))
    _ = try await test.users.unlockUser(UnlockUserRequest(userID: user.id))
    for close in [true, false] {
      _ =
        try await close
        ? test.accounts.closeAccount(CloseAccountRequest(accountID: account.id))
        : test.accounts.reopenAccount(ReopenAccountRequest(accountID: account.id))
    }
    #expect(try await invites.get(1).state == .pending)
    #expect(try await invites.get(2).state == .pending)
    _ = try await invites.accept(token, user)
    #expect(try await test.latestEvents("invitation.cancelled").isEmpty)
  }

  @Test("a new address can accept its invitations to accounts of which its user is not a member")
  func newAddress() async throws {
    let user = try await test.makeUser("Grace", email: "hopper@example.net")
    let token = try await invites.sent().token
    let moved = try await move(user, to: InvitationTest.address)
    _ = try await invites.accept(token, moved)
  }

  @Test("a refused change ends nothing")
  func refused() async throws {
    let user = try await test.makeUser("Grace", email: InvitationTest.address)
    _ = try await invites.invite()
    await expectRevisionMismatch(expected: 9, current: account.revision) {
      try await test.accounts.associateUser(
        AssociateUserRequest(accountID: account.id, userID: user.id, expectedRevision: 9)
      )
    }
    await expectRefusal(.emailTaken) { try await move(user, to: invites.owner.email) }
    await expectRefusal(.invitationExists, ["account_id": "\(account.id)", "invitation_id": "1"]) {
      try await test.accounts.associateUser(
        AssociateUserRequest(accountID: account.id, userID: user.id, sendInvitation: true)
      )
    }
    #expect(try await invites.get(1).state == .pending)
    #expect(try await test.mailStates() == ["invitation queued"])
  }
}

import RPC
import Roster
import RosterProto
import Testing

@Suite("Notices by mail")
struct NoticeTests {
  private let invites: InvitationTest
  private var test: TestService { invites.test }

  init() async throws {
    invites = try await InvitationTest()
  }

  @Test("a user who is removed from an account gets a notice in their own language")
  func removed() async throws {
    let user = try await test.users.createUser(CreateUserRequest(email: "m@example.com", language: "fr"))
    try await test.associate(user, invites.account)
    let request = RemoveUserRequest(accountID: invites.account.id, userID: user.id)
    _ = try await test.accounts.removeUser(request)
    #expect(try invites.mails() == ["access_removed m@example.com fr"])
    await expectRefusal(.membershipNotFound, ["account_id": "1", "user_id": "\(user.id)"]) {
      try await test.accounts.removeUser(request)
    }
    #expect(try invites.mails().count == 1, "what is refused tells nobody")
  }

  @Test("both owners get a notice of a transfer, and none of a preview")
  func transfer() async throws {
    let user = try await test.makeUser("Grace", email: InvitationTest.address)
    try await test.associate(user, invites.account)
    var request = TransferOwnershipRequest(
      accountID: invites.account.id,
      newOwnerUserID: user.id,
      validateOnly: true
    )
    _ = try await test.accounts.transferOwnership(request)
    #expect(try invites.mails() == [])
    request.validateOnly = false
    _ = try await test.accounts.transferOwnership(request)
    #expect(
      try invites.mails() == [
        "ownership_received grace@example.net en", "ownership_given olga@example.com en",
      ]
    )
    let mail = MailServiceClient(channel: test.channel, options: TestService.options(test.rootToken))
    let text = try await mail.getMail(GetMailRequest(mailID: 1)).textBody
    #expect(text.contains("Olga Owner"))
    #expect(text.contains("https://example.com/\n"), "where to sign in")
  }

  @Test("a new address and the old one get a notice of the change; another spelling is not a change")
  func emailChanged() async throws {
    let user = try await test.makeUser("Grace", email: InvitationTest.address)
    func update(_ email: String) async throws {
      _ = try await test.users.updateUser(UpdateUserRequest(user: User(id: user.id, email: email)))
    }
    try await update("GRACE@example.net")
    #expect(try invites.mails() == [])
    try await update("hopper@example.net")
    #expect(
      try invites.mails() == [
        "email_changed_old GRACE@example.net en", "email_changed_new hopper@example.net en",
      ]
    )
  }
}

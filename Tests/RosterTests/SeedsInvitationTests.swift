import RPC
import Roster
import RosterProto
import SQL
import SQLite
import TestSupport
import Testing

/// The statements of the administrators' two pages about invitations, one by one.
@Suite("As the administrators' pages say of invitations")
struct SeedsInvitationTests {
  private let test = try! TestService()

  private var invitations: InvitationServiceClient { invitations(as: test.rootToken) }

  private func invitations(as token: String) -> InvitationServiceClient {
    InvitationServiceClient(channel: test.channel, options: TestService.options(token))
  }

  private func invite(_ email: String, to account: Account, _ permissions: [Permission] = []) async throws
    -> Invitation
  {
    let request = CreateInvitationRequest(accountID: account.id, email: email, permissions: permissions)
    return try await invitations.createInvitation(request).invitation!
  }

  /// The token in the latest mail to an address, which is still queued.
  private func token(to email: String) throws -> String {
    // The link ends with the token.
    String(try #require(try test.lastLink(to: email)?.split(separator: "token=").last))
  }

  private func templates(to email: String) async throws -> [String] {
    let client = MailServiceClient(channel: test.channel, options: TestService.options(test.rootToken))
    return try await client.listMail(ListMailRequest()).mails.filter { $0.recipient == email }
      .map(\.templateName).sorted()
  }

  private func isMember(_ user: User, _ account: Account) async throws -> Bool {
    let request = ListAccountUsersRequest(accountID: account.id)
    return try await test.accounts.listAccountUsers(request).users.contains { $0.user?.id == user.id }
  }

  @Test("Disabling client user management stops an account's owner from inviting, but not staff")
  func disabled() async throws {
    let ada = try await test.makeUser("Ada")
    let acme = try await test.makeAccount(owner: ada)
    let owner = invitations(as: test.sessions.open(for: ada))
    _ = try await owner.createInvitation(CreateInvitationRequest(accountID: acme.id, email: "a@b.example"))
    try await test.updateSettings("disable_client_user_management") {
      $0.disableClientUserManagement = true
    }
    await expectRefusal(.clientUserManagementDisabled, ["account_id": "\(acme.id)"]) {
      try await owner.createInvitation(CreateInvitationRequest(accountID: acme.id, email: "c@d.example"))
    }
    _ = try await invite("c@d.example", to: acme)
  }

  @Test("A user who has the invited address gets access to the account as that user")
  func existingUser() async throws {
    let acme = try await test.makeAccount(owner: test.makeUser("Ada"))
    let bob = try await test.makeUser("Bob")
    _ = try await invite("bob@example.com", to: acme, [.orders])
    let token = try token(to: "bob@example.com")
    #expect(try await invitations.lookUpInvitation(LookUpInvitationRequest(token: token)).existingUser)
    let request = AcceptInvitationRequest(token: token, acceptor: .userID(bob.id))
    let reply = try await invitations.acceptInvitation(request)
    #expect(reply.user?.id == bob.id)
    #expect(reply.membership?.permissions == [.orders])
    #expect(try await isMember(bob, acme))
  }

  @Test("A person without a user registers with the invited address")
  func newUser() async throws {
    let acme = try await test.makeAccount(owner: test.makeUser("Ada"))
    _ = try await invite("cleo@example.com", to: acme, [.orders])
    let token = try token(to: "cleo@example.com")
    #expect(try await !invitations.lookUpInvitation(LookUpInvitationRequest(token: token)).existingUser)
    let request = AcceptInvitationRequest(token: token, acceptor: .newUser(NewUser(firstName: "Cleo")))
    let user = try #require(try await invitations.acceptInvitation(request).user)
    #expect(user.email == "cleo@example.com")
    #expect(try await isMember(user, acme))
  }

  @Test("Associating a user with an invitation mails it, and the access begins when it is accepted")
  func sendInvitation() async throws {
    let acme = try await test.makeAccount(owner: test.makeUser("Ada"))
    let bob = try await test.makeUser("Bob")
    let request = AssociateUserRequest(
      accountID: acme.id,
      userID: bob.id,
      permissions: [.orders],
      sendInvitation: true
    )
    let reply = try await test.accounts.associateUser(request)
    #expect(reply.membership == nil)
    #expect(reply.invitation?.permissions == [.orders])
    #expect(try await templates(to: "bob@example.com") == ["invitation"])
    #expect(try await !isMember(bob, acme))
    let token = try token(to: "bob@example.com")
    let acceptance = AcceptInvitationRequest(token: token, acceptor: .userID(bob.id))
    _ = try await invitations.acceptInvitation(acceptance)
    #expect(try await isMember(bob, acme))
  }

  @Test("Invited people are shown with the account's users until they answer")
  func shown() async throws {
    let acme = try await test.makeAccount(owner: test.makeUser("Ada"))
    let invitation = try await invite("cleo@example.com", to: acme)
    #expect(try await test.pendingInvitations(acme) == [invitation])
    let decline = DeclineInvitationRequest(token: try token(to: "cleo@example.com"))
    _ = try await invitations.declineInvitation(decline)
    #expect(try await test.pendingInvitations(acme) == [])
  }

  @Test("Resending mails the invitation again, and only the latest mail is valid")
  func resend() async throws {
    let acme = try await test.makeAccount(owner: test.makeUser("Ada"))
    let invitation = try await invite("cleo@example.com", to: acme)
    let first = try token(to: "cleo@example.com")
    try test.sendMails()
    _ = try await invitations.resendInvitation(ResendInvitationRequest(invitationID: invitation.id))
    #expect(try await templates(to: "cleo@example.com") == ["invitation", "invitation_resent"])
    await expectRefusal(.invitationNotFound) {
      try await invitations.lookUpInvitation(LookUpInvitationRequest(token: first))
    }
    let last = LookUpInvitationRequest(token: try token(to: "cleo@example.com"))
    #expect(try await invitations.lookUpInvitation(last).state == .pending)
  }

  @Test("Cancelling ends the invitation: it can no longer be accepted")
  func cancel() async throws {
    let acme = try await test.makeAccount(owner: test.makeUser("Ada"))
    let invitation = try await invite("cleo@example.com", to: acme)
    let token = try token(to: "cleo@example.com")
    _ = try await invitations.cancelInvitation(CancelInvitationRequest(invitationID: invitation.id))
    await expectRefusal(.invitationCancelled, ["invitation_id": "\(invitation.id)"]) {
      try await invitations.acceptInvitation(
        AcceptInvitationRequest(token: token, acceptor: .newUser(NewUser()))
      )
    }
    #expect(try await test.pendingInvitations(acme) == [])
  }
}

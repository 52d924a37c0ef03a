import RPC
import Roster
import RosterProto
import Testing

@Suite("Users with addresses in other scripts")
struct InternationalAddressTests {
  private let test = try! TestService()

  private func find(_ query: String) async throws -> [Int64] {
    try await test.users.listUsers(ListUsersRequest(filter: UserFilter(query: query))).users.map(\.id)
  }

  @Test("an address belongs to one user, in either form of its domain, and is kept as written")
  func unique() async throws {
    let user = try await test.makeUser("B", email: "b@münchen.de")
    #expect(user.email == "b@münchen.de")
    for email in ["b@xn--mnchen-3ya.de", "B@MÜNCHEN.DE", "b@mu\u{308}nchen.de"] {
      await expectRefusal(.emailTaken) { try await test.makeUser("C", email: email) }
      #expect(try await test.users.getUser(GetUserRequest(selector: .email(email))) == user)
    }
    let other = try await test.makeUser("D", email: "d@xn--mnchen-3ya.de")
    await expectRefusal(.emailTaken) {
      try await test.users.updateUser(UpdateUserRequest(user: User(id: other.id, email: "b@münchen.de")))
    }
  }

  @Test("a search in either form finds both")
  func search() async throws {
    try await test.makeUser("B", email: "b@münchen.de")
    try await test.makeUser("C", email: "c@xn--mnchen-3ya.de")
    try await test.makeUser("D", email: "d@example.com")
    for query in ["münchen", "MÜNCHEN.de", "@mu\u{308}nchen", "xn--mnchen-3ya", "nchen"] {
      #expect(try await find(query) == [1, 2], "\(query)")
    }
    #expect(try await find("b@münchen.de") == [1])
    #expect(try await find("b@xn--mnchen-3ya.de") == [1])
  }

  @Test("the other form of an address is not a change: it stays verified, and no mail is sent")
  func rewritten() async throws {
    let user = try await test.makeUser("B", email: "b@münchen.de")
    try test.execute("UPDATE users SET email_verified = 1")
    let change = User(id: user.id, email: "b@xn--mnchen-3ya.de")
    let changed = try await test.users.updateUser(UpdateUserRequest(user: change))
    #expect(changed.email == "b@xn--mnchen-3ya.de")
    #expect(changed.emailVerified)
    #expect(try test.integer("SELECT count(*) FROM mails") == 0)
  }

  @Test("a user finds themselves by either form")
  func themselves() async throws {
    let user = try await test.makeUser("B", email: "b@münchen.de")
    let own = test.users(as: test.sessions.open(for: user))
    #expect(try await own.getUser(GetUserRequest(selector: .email("b@xn--mnchen-3ya.de"))) == user)
  }

  @Test("names and addresses that imitate another's are refused, naming the field")
  func lookalikes() async throws {
    await expectRefusal(.invalidField, field: "email") {
      try await test.makeUser("A", email: "a\u{200b}@b.c")
    }
    await expectRefusal(.invalidField, field: "first_name") {
      try await test.makeUser("Ada\u{202e}", email: "a@b.c")
    }
    await expectRefusal(.invalidField, field: "name") { try await test.makePrincipal("root\u{200b}") }
    await expectRefusal(.invalidField, field: "name") { try await test.makePrincipal("root ") }
    await expectRefusal(.invalidField, field: "label") {
      try await test.makeKey(of: Principal(id: Root.principalID), label: "\u{202e}a")
    }
    let ada = try await test.makeUser("Ada")
    await expectRefusal(.invalidField, field: "name") { try await test.makeAccount("\u{200b}", owner: ada) }
  }

  @Test("an invitation to one form is accepted by the user who has the other, and counts for both")
  func invitation() async throws {
    let user = try await test.makeUser("B", email: "b@münchen.de")
    let acme = try await test.makeAccount(owner: try await test.makeUser("Ada"))
    let options = TestService.options(test.rootToken)
    let invitations = InvitationServiceClient(channel: test.channel, options: options)
    let request = CreateInvitationRequest(accountID: acme.id, email: "b@xn--mnchen-3ya.de")
    let made = try await invitations.createInvitation(request)
    await expectRefusal(.invitationExists, ["account_id": "1", "invitation_id": "\(made.invitation!.id)"]) {
      try await invitations.createInvitation(
        CreateInvitationRequest(accountID: acme.id, email: user.email)
      )
    }
    let filter = InvitationFilter(email: "B@MÜNCHEN.de")
    let listed = try await invitations.listInvitations(ListInvitationsRequest(filter: filter))
    #expect(listed.invitations.map(\.id) == [made.invitation!.id])
  }
}

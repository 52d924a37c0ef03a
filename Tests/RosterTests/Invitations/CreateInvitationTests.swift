import RPC
import Roster
import RosterProto
import Testing

@Suite("Creating invitations")
struct CreateInvitationTests {
  private let invites: InvitationTest
  private var test: TestService { invites.test }
  private var account: Account { invites.account }

  init() async throws {
    invites = try await InvitationTest()
  }

  @Test("creates a pending invitation and queues its mail, but creates no membership")
  func create() async throws {
    let end = Timestamp(test.clock.now + 30 * 86_400)
    let response = try await invites.invite("Grace@Example.net") {
      $0.permissions = [.orders, .profile, .orders]
      $0.membershipExpireTime = end
      $0.language = "de-CH"
    }
    let now = Timestamp(test.clock.now)
    let invitation = try #require(response.invitation)
    #expect(
      invitation
        == Invitation(
          id: 1,
          accountID: account.id,
          email: "Grace@Example.net",
          permissions: [.profile, .orders],
          membershipExpireTime: end,
          language: "de-CH",
          inviter: ProtoActor(kind: .staff, id: 1, name: "root"),
          state: .pending,
          expireTime: Timestamp(test.clock.now + 7 * 86_400),
          sendCount: 1,
          sendTime: now,
          createTime: now,
          updateTime: now,
          revision: try await test.lastEventID()
        )
    )
    #expect(response.warnings == [])
    #expect(try await invites.get(1) == invitation)
    #expect(try await test.account(account.id) == account)
    #expect(try invites.mails() == ["invitation Grace@Example.net de-CH"])
  }

  @Test("only the mail's link contains the token")
  func token() async throws {
    try await invites.changeSettings { $0.invitationLink = "https://site.example/join/{token}?from=mail" }
    _ = try await invites.invite()
    let link = try #require(try test.lastLink())
    #expect(link.hasPrefix("https://site.example/join/ri_") && link.hasSuffix("?from=mail"))
    let token = String(link.split(separator: "/")[3].prefix { $0 != "?" })
    #expect(token.utf8.count == 46)
    let event = try #require(try await test.allEvents().last)
    #expect(event.kind == "invitation.created")
    #expect(event.changes.last == EventChange(field: "token", redacted: true))
    #expect(!"\(event)".contains(token))
    #expect(try test.integer("SELECT count(*) FROM invitations WHERE length(token_hash) = 32") == 1)
    #expect(try test.integer("SELECT count(*) FROM mails WHERE instr(variables, 'ri_') > 0") == 0)
  }

  @Test("writes in the user's language, else in the invitation's, else in the product's")
  func language() async throws {
    try await invites.changeSettings { $0.defaultLanguage = "fr" }
    _ = try await test.users.createUser(CreateUserRequest(email: "es@example.com", language: "es"))
    _ = try await test.users.createUser(CreateUserRequest(email: "none@example.com"))
    for email in ["es@example.com", "none@example.com", "new@example.com"] {
      _ = try await invites.invite(email) { $0.language = "de" }
    }
    _ = try await invites.invite("other@example.com")
    #expect(
      try invites.mails() == [
        "invitation es@example.com es", "invitation none@example.com fr", "invitation new@example.com de",
        "invitation other@example.com fr",
      ]
    )
  }

  @Test("never expires later than the membership it offers")
  func shortMembership() async throws {
    let end = Timestamp(test.clock.now + 60)
    let invitation = try await invites.invite { $0.membershipExpireTime = end }.invitation
    #expect(invitation?.expireTime == end)
  }

  @Test("refuses malformed requests and unknown accounts")
  func malformed() async throws {
    await expectRefusal(.invalidField, field: "email") { try await invites.invite("grace") }
    await expectRefusal(.invalidField, field: "email") { try await invites.invite("") }
    await expectRefusal(.invalidField, field: "language") { try await invites.invite { $0.language = "1" } }
    await expectRefusal(.invalidField, field: "permissions[0]") {
      try await invites.invite { $0.permissions = [Permission(rawValue: 99)] }
    }
    await expectRefusal(.invalidField, field: "membership_expire_time") {
      try await invites.invite { $0.membershipExpireTime = Timestamp(test.clock.now) }
    }
    await expectRefusal(.invalidField, field: "account_id") { try await invites.invite { $0.accountID = 0 } }
    await expectRefusal(.accountNotFound, ["account_id": "9"]) {
      try await invites.invite { $0.accountID = 9 }
    }
    await expectRevisionMismatch(expected: 9, current: account.revision) {
      try await invites.invite { $0.expectedRevision = 9 }
    }
    #expect(try invites.mails() == [])
  }

  @Test("refuses a closed account, members and the owner, and a second invitation while one is pending")
  func refusals() async throws {
    await expectRefusal(
      .membershipExists,
      ["account_id": "\(account.id)", "user_id": "\(invites.owner.id)"]
    ) { try await invites.invite("OLGA@example.com") }
    _ = try await invites.invite()
    await expectRefusal(.invitationExists, ["account_id": "\(account.id)", "invitation_id": "1"]) {
      try await invites.invite("GRACE@example.NET")
    }
    test.clock.advance(seconds: 7 * 86_400)
    #expect(try await invites.invite().invitation?.id == 2, "the first has expired by the clock")
    _ = try await test.accounts.closeAccount(CloseAccountRequest(accountID: account.id))
    await expectRefusal(.accountClosed, ["account_id": "\(account.id)"]) {
      try await invites.invite("new@example.com")
    }
    #expect(try invites.mails().count == 2)
  }

  @Test("counts pending invitations for the limit, but not expired or answered ones")
  func tooMany() async throws {
    try await invites.changeSettings { $0.maxPendingInvitations = 2 }
    for name in ["a", "b"] { _ = try await invites.invite("\(name)@example.com") }
    await expectRefusal(.tooManyInvitations, ["account_id": "\(account.id)", "limit": "2"]) {
      try await invites.invite("c@example.com")
    }
    _ = try await invites.invitations.cancelInvitation(CancelInvitationRequest(invitationID: 1))
    _ = try await invites.invite("c@example.com")
    test.clock.advance(seconds: 7 * 86_400)
    _ = try await invites.invite("d@example.com")
    _ = try await invites.invite("e@example.com")
  }

  @Test("limits the mails of an account in an hour, including resends, and says when to retry")
  func accountRate() async throws {
    try await invites.changeSettings { $0.invitationsPerAccountPerHour = 2 }
    _ = try await invites.invite("a@example.com")
    test.clock.advance(seconds: 600)
    _ = try await invites.invitations.resendInvitation(ResendInvitationRequest(invitationID: 1))
    test.clock.advance(seconds: 600)
    await expectRefusal(.rateLimited, ["scope": "account", "limit": "2"]) {
      try await invites.invite("b@example.com")
    }
    await expectRefusal(.rateLimited, ["scope": "account", "limit": "2"]) {
      try await invites.invitations.resendInvitation(ResendInvitationRequest(invitationID: 1))
    }
    #expect(
      try await retryDelay { _ = try await invites.invite("b@example.com") } == ProtoDuration(seconds: 2_400)
    )
    test.clock.advance(seconds: 2_400)
    _ = try await invites.invite("b@example.com")
  }

  @Test("limits the mails of all accounts to one address in a day")
  func addressRate() async throws {
    try await invites.changeSettings { $0.invitationsPerAddressPerDay = 1 }
    _ = try await invites.invite("a@example.com")
    let other = try await test.makeAccount("Other", owner: invites.owner)
    await expectRefusal(.rateLimited, ["scope": "address", "limit": "1"]) {
      try await invites.invite("A@example.com") { $0.accountID = other.id }
    }
    test.clock.advance(seconds: 86_400)
    _ = try await invites.invite("A@example.com") { $0.accountID = other.id }
  }

  @Test("mails sent while the clock was ahead do not block; they count as of the next mail")
  func clockSetBack() async throws {
    try await invites.changeSettings {
      $0.invitationsPerAccountPerHour = 2
      $0.invitationsPerAddressPerDay = 1
    }
    test.clock.advance(seconds: 365 * 86_400)
    _ = try await invites.invite("a@example.com")
    await expectRefusal(.rateLimited, ["scope": "address", "limit": "1"]) {
      try await invites.invitations.resendInvitation(ResendInvitationRequest(invitationID: 1))
    }
    test.clock.now = SettableClock.start
    _ = try await invites.invitations.resendInvitation(ResendInvitationRequest(invitationID: 1))
    await expectRefusal(.rateLimited, ["scope": "account", "limit": "2"]) {
      try await invites.invite("b@example.com")
    }
    #expect(
      try await retryDelay { _ = try await invites.invite("b@example.com") } == ProtoDuration(seconds: 3_600)
    )
    test.clock.advance(seconds: 3_600)
    _ = try await invites.invite("b@example.com")
    test.clock.advance(seconds: 365 * 86_400)
    _ = try await invites.invite("a@example.com")
  }

  private func retryDelay(_ call: () async throws -> Void) async throws -> ProtoDuration? {
    do {
      try await call()
    } catch let error as RPCError {
      for case .retryInfo(let info) in error.details { return info.retryDelay }
    }
    return nil
  }

  @Test("with validate_only, refusals become warnings, and nothing is created or mailed")
  func validateOnly() async throws {
    let preview = try await invites.invite { $0.validateOnly = true }
    #expect(preview.invitation?.id == 0 && preview.invitation?.state == .pending)
    #expect(preview.invitation?.email == InvitationTest.address)
    #expect(preview.warnings == [])
    _ = try await invites.invite()
    try await invites.changeSettings {
      $0.maxPendingInvitations = 1
      $0.invitationsPerAccountPerHour = 1
    }
    let warnings = try await invites.invite { $0.validateOnly = true }.warnings
    #expect(warnings.map(\.reason) == ["INVITATION_EXISTS", "TOO_MANY_INVITATIONS", "RATE_LIMITED"])
    #expect(warnings.allSatisfy { $0.blocking && !$0.message.isEmpty })
    await expectRefusal(.accountNotFound, ["account_id": "9"]) {
      try await invites.invite {
        $0.accountID = 9
        $0.validateOnly = true
      }
    }
    #expect(try test.integer("SELECT count(*) FROM invitations") == 1)
    #expect(try invites.mails().count == 1)
  }

  @Test("warns staff, but not users, of an address whose user is locked")
  func locked() async throws {
    let user = try await test.makeUser("Grace", email: InvitationTest.address)
    _ = try await test.users.lockUser(LockUserRequest(userID: user.id))
    let owner = test.sessions.open(for: invites.owner)
    #expect(try await invites.invite(as: owner) { $0.validateOnly = true }.warnings == [])
    let warnings = try await invites.invite().warnings
    #expect(warnings.map(\.reason) == ["USER_LOCKED"])
    #expect(warnings.first?.blocking == false)
  }
}

import RPC
import Roster
import RosterProto
import Testing

@Suite("Answering invitations")
struct InvitationAcceptanceTests {
  private let invites: InvitationTest
  private var test: TestService { invites.test }
  private var account: Account { invites.account }

  init() async throws {
    invites = try await InvitationTest()
  }

  private func lookUp(_ token: String) async throws -> LookUpInvitationResponse {
    try await invites.invitations.lookUpInvitation(LookUpInvitationRequest(token: token))
  }

  private func decline(_ token: String) async throws -> DeclineInvitationResponse {
    try await invites.invitations.declineInvitation(DeclineInvitationRequest(token: token))
  }

  @Test(
    "shows the holder of the token the invitation, in any state",
    arguments: [
      InvitationState.pending, .accepted, .declined, .cancelled, .expired,
    ]
  )
  func lookUp(_ state: InvitationState) async throws {
    let (invitation, token) = try await invites.invitation(in: state)
    let seen = try await lookUp(token)
    #expect(
      seen
        == LookUpInvitationResponse(
          state: state,
          accountName: "Acme",
          email: InvitationTest.address,
          existingUser: state == .accepted,
          expireTime: invitation.expireTime
        )
    )
  }

  @Test("names the user who invited, by their full name")
  func inviter() async throws {
    _ = try await invites.invite(as: test.sessions.open(for: invites.owner)) { $0.permissions = [.tickets] }
    let seen = try await lookUp(invites.lastToken())
    #expect(seen.inviterName == "Olga Owner")
    #expect(seen.permissions == [.tickets])
  }

  @Test("gives the accepting user the offered membership at once, and verifies their address")
  func accept() async throws {
    let user = try await test.makeUser("Grace", email: "Grace@Example.net")
    let end = Timestamp(test.clock.now + 30 * 86_400)
    let (invitation, token) = try await invites.sent {
      $0.permissions = [.orders]
      $0.membershipExpireTime = end
    }
    test.clock.advance(seconds: 60)
    let response = try await invites.accept(token, user)
    #expect(response.user?.emailVerified == true)
    #expect(response.user == (try await test.user(user.id)))
    #expect(response.membership?.permissions == [.orders] && response.membership?.expireTime == end)
    #expect(response.membership == (try await test.membership(user, account)))
    let accepted = try await invites.get(invitation.id)
    #expect(accepted.state == .accepted && accepted.acceptedByUserID == user.id)
    let events = try await test.allEvents().suffix(3)
    #expect(events.map(\.kind) == ["user.updated", "invitation.accepted", "membership.created"])
    #expect(
      events.map(\.id) == [response.user?.revision, accepted.revision, response.membership?.revision]
    )
    #expect(response.account?.revision == response.membership?.revision)
    for event in events {
      #expect(event.actor == ProtoActor(kind: .user, id: user.id, name: "Grace"))
      #expect(event.broker?.name == "root")
    }
  }

  @Test("registers a new user, with the invitation's address, verified, and its language")
  func register() async throws {
    let (_, token) = try await invites.sent { $0.language = "es" }
    let response = try await invites.register(token, NewUser(firstName: "Grace", lastName: "Hopper"))
    let user = try #require(response.user)
    #expect(user.email == InvitationTest.address && user.emailVerified && user.language == "es")
    #expect(user.firstName == "Grace" && user.lastName == "Hopper")
    #expect(user == (try await test.user(user.id)))
    let events = try await test.allEvents().suffix(3)
    #expect(events.map(\.kind) == ["user.created", "invitation.accepted", "membership.created"])
    #expect(user.revision == events.first?.id)
  }

  @Test("a user accepts only for themselves, and registers no other user")
  func users() async throws {
    let user = try await test.makeUser("Grace", email: InvitationTest.address)
    let other = try await test.makeUser("Other")
    let (_, token) = try await invites.sent()
    let client = invites.invitations(as: test.sessions.open(for: user))
    try await invites.changeSettings { $0.disableClientUserManagement = true }
    await expectRefusal(.selfOnly, ["user_id": "\(other.id)"]) {
      try await client.acceptInvitation(AcceptInvitationRequest(token: token, acceptor: .userID(other.id)))
    }
    await expectRefusal(.selfOnly) {
      try await client.acceptInvitation(AcceptInvitationRequest(token: token, acceptor: .newUser(NewUser())))
    }
    #expect(try await client.lookUpInvitation(LookUpInvitationRequest(token: token)).existingUser)
    _ = try await client.acceptInvitation(AcceptInvitationRequest(token: token, acceptor: .userID(user.id)))
    let event = try #require(try await test.allEvents().last)
    #expect(event.actor?.kind == .user && event.broker == nil)
  }

  @Test(
    "refuses to accept or decline an invitation that is not pending",
    arguments: [
      InvitationState.accepted, .declined, .cancelled, .expired,
    ]
  )
  func answered(_ state: InvitationState) async throws {
    let (invitation, token) = try await invites.invitation(in: state)
    var metadata = ["invitation_id": "1"]
    if state == .expired { metadata["expire_time"] = invitation.expireTime!.rfc3339 }
    await expectRefusal(InvitationTest.reason(state), metadata) { try await invites.register(token) }
    await expectRefusal(InvitationTest.reason(state), metadata) {
      try await invites.accept(token, invites.owner)
    }
    await expectRefusal(InvitationTest.reason(state), metadata) { try await decline(token) }
  }

  @Test("refuses a user who cannot join, with the first of several reasons")
  func refusals() async throws {
    let user = try await test.makeUser("Grace", email: InvitationTest.address)
    let other = try await test.makeUser("Other")
    let (_, token) = try await invites.sent()
    await expectRefusal(.emailTaken) { try await invites.register(token) }
    await expectRefusal(.userNotFound, ["user_id": "99"]) { try await invites.accept(token, User(id: 99)) }
    _ = try await test.users.lockUser(LockUserRequest(userID: other.id))
    await expectRefusal(.invitationWrongUser) { try await invites.accept(token, other) }
    _ = try await test.users.lockUser(LockUserRequest(userID: user.id))
    try invites.insertMembership(of: user, expireTime: test.clock.now + 1)
    test.clock.advance(seconds: 1)
    await expectRefusal(.userLocked, ["user_id": "\(user.id)"]) { try await invites.accept(token, user) }
    _ = try await test.users.unlockUser(UnlockUserRequest(userID: user.id))
    await expectRefusal(.membershipExists, ["account_id": "\(account.id)", "user_id": "\(user.id)"]) {
      try await invites.accept(token, user)
    }
    _ = try await test.accounts.closeAccount(CloseAccountRequest(accountID: account.id))
    await expectRefusal(.accountClosed, ["account_id": "\(account.id)"]) {
      try await invites.accept(token, user)
    }
    #expect(try await test.user(user.id).emailVerified == false)
  }

  @Test("refuses malformed tokens, and tokens that are not those of the latest mail")
  func malformed() async throws {
    let (_, token) = try await invites.sent()
    await expectRefusal(.invalidField, field: "token") { try await lookUp("") }
    await expectRefusal(.invalidField, field: "token") { try await decline("") }
    await expectRefusal(.invalidField, field: "token") { try await invites.register("") }
    await expectRefusal(.invalidField, field: "acceptor") {
      try await invites.invitations.acceptInvitation(AcceptInvitationRequest(token: token))
    }
    await expectRefusal(.invalidField, field: "user_id") { try await invites.accept(token, User()) }
    await expectRefusal(.invalidField, field: "new_user.first_name") {
      try await invites.register(token, NewUser(firstName: name(129)))
    }
    await expectRefusal(.invalidField, field: "new_user.language") {
      try await invites.register(token, NewUser(language: "?"))
    }
    for token in ["x", "\(token)x", String(token.dropLast()), token.lowercased()] {
      await expectRefusal(.invitationNotFound) { try await lookUp(token) }
      await expectRefusal(.invitationNotFound) { try await decline(token) }
      await expectRefusal(.invitationNotFound) { try await invites.register(token) }
    }
  }

  @Test("declines by the token alone, even if the account is closed")
  func decline() async throws {
    let (invitation, token) = try await invites.sent()
    _ = try await test.accounts.closeAccount(CloseAccountRequest(accountID: account.id))
    _ = try await decline(token)
    #expect(try await invites.get(invitation.id).state == .declined)
    #expect(try await test.allEvents().last?.kind == "invitation.declined")
  }

  @Test("of 50 concurrent acceptances one succeeds, and the others learn that it was accepted")
  func race() async throws {
    let (_, token) = try await invites.sent()
    let outcomes = await withTaskGroup(of: String.self) { group in
      for _ in 0..<50 {
        group.addTask { await outcome { _ = try await invites.register(token) } }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(outcomes.count { $0 == "done" } == 1)
    #expect(outcomes.count { $0 == "INVITATION_ACCEPTED" } == 49)
    #expect(try test.integer("SELECT count(*) FROM memberships WHERE account_id = \(account.id)") == 2)
    #expect(try test.integer("SELECT count(*) FROM users") == 2)
  }

  @Test("a concurrent resend and acceptance of the old token never both succeed", arguments: 0..<10)
  func resendRace(_ round: Int) async throws {
    let (invitation, token) = try await invites.sent()
    async let accepted = outcome { _ = try await invites.register(token) }
    async let resent = outcome {
      _ = try await invites.invitations.resendInvitation(ResendInvitationRequest(invitationID: invitation.id))
    }
    let outcomes = await [accepted, resent]
    #expect(
      outcomes == ["done", "INVITATION_ACCEPTED"] || outcomes == ["INVITATION_NOT_FOUND", "done"],
      "\(outcomes)"
    )
  }

  private func outcome(_ call: () async throws -> Void) async -> String {
    do {
      try await call()
      return "done"
    } catch {
      return (error as? RPCError)?.info?.reason ?? "\(error)"
    }
  }
}

import RPC
import Roster
import RosterProto
import Testing

@Suite("What sessions are used for")
struct SessionUseTests {
  private let test = try! TestService()

  @Test("the session's account, its permissions and its owner are those of now")
  func account() async throws {
    let ada = try await test.makeUser("Ada", password: TestService.password)
    let acme = try await test.makeAccount(owner: test.makeUser("Olga"))
    let own = try await test.makeAccount("Own", owner: ada)
    try await test.associate(ada, acme, [.orders])
    let token = try await test.signIn().sessionToken
    #expect(try await test.validate(token).account == nil)
    #expect(try await test.validate(token).permissions == [])

    test.clock.advance(seconds: 10)
    let switched = try await test.signIns(as: token).switchAccount(SwitchAccountRequest(accountID: acme.id))
    #expect(switched.accountID == acme.id)
    #expect(try await test.membership(ada, acme).lastLoginTime == Timestamp(test.clock.now))
    var valid = try await test.validate(token)
    #expect(valid.account?.id == acme.id)
    #expect(valid.user?.id == ada.id)
    #expect(valid.permissions == [.orders])
    #expect(!valid.isOwner)

    let change = Membership(accountID: acme.id, userID: ada.id, permissions: [.emails])
    _ = try await test.accounts.updateMembership(UpdateMembershipRequest(membership: change))
    #expect(try await test.validate(token).permissions == [.emails])

    let request = SwitchAccountRequest(sessionToken: token, accountID: own.id)
    _ = try await test.signIns().switchAccount(request)
    valid = try await test.validate(token)
    #expect(valid.isOwner)
    #expect(valid.permissions == Permission.every)

    _ = try await test.signIns().switchAccount(request)
    _ = try await test.signIns().switchAccount(SwitchAccountRequest(sessionToken: token, accountID: acme.id))
    _ = try await test.accounts.removeUser(RemoveUserRequest(accountID: acme.id, userID: ada.id))
    valid = try await test.validate(token)
    #expect(valid.account == nil)
    #expect(valid.permissions == [])
  }

  @Test("only an account of the user can be chosen")
  func foreignAccount() async throws {
    _ = try await test.makeUser("Ada", password: TestService.password)
    let acme = try await test.makeAccount(owner: test.makeUser("Olga"))
    let token = try await test.signIn().sessionToken
    await expectRefusal(.accessDenied, ["access": "NOT_A_MEMBER", "account_id": "\(acme.id)"]) {
      try await test.signIns(as: token).switchAccount(SwitchAccountRequest(accountID: acme.id))
    }
    await expectRefusal(.accessDenied, ["access": "NOT_A_MEMBER", "account_id": "99"]) {
      try await test.signIns(as: token).switchAccount(SwitchAccountRequest(accountID: 99))
    }
  }

  @Test("a session's token in authorization lets its user call, and its event names the user alone")
  func direct() async throws {
    let ada = try await test.makeUser("Ada", password: TestService.password)
    let token = try await test.signIn().sessionToken
    let change = UpdateUserRequest(user: User(id: ada.id, firstName: "Augusta"))
    _ = try await test.users(as: token).updateUser(change)
    let event = try #require(try await test.latestEvents("user.updated").first)
    #expect(event.actor == ProtoActor(kind: .user, id: ada.id, name: "Ada"))
    #expect(event.broker == nil)
  }

  @Test("a service with sessions.broker calls for the user of on-behalf-of, and the event names both")
  func onBehalf() async throws {
    let ada = try await test.makeUser("Ada", password: TestService.password)
    let bob = try await test.makeUser("Bob")
    let token = try await test.signIn().sessionToken
    let service = try test.makeToken(role: "portal")
    let users = test.users(as: service, onBehalfOf: token)
    _ = try await users.updateUser(UpdateUserRequest(user: User(id: ada.id, firstName: "Augusta")))
    let event = try #require(try await test.latestEvents("user.updated").first)
    #expect(event.actor == ProtoActor(kind: .user, id: ada.id, name: "Ada"))
    #expect(event.broker?.kind == .service)
    await expectRefusal(.selfOnly, ["user_id": "\(bob.id)"]) {
      try await users.updateUser(UpdateUserRequest(user: User(id: bob.id, firstName: "Rob")))
    }
  }

  @Test("a principal without sessions.broker calls for nobody, and a token that is none is refused")
  func brokerGrant() async throws {
    let ada = try await test.makeUser("Ada", password: TestService.password)
    let token = try await test.signIn().sessionToken
    let request = GetUserRequest(selector: .userID(ada.id))
    let support = try test.makeToken(role: "support")
    let metadata = ["grant": "sessions.broker", "method": "roster.v1.UserService/GetUser"]
    await expectRefusal(.grantMissing, metadata) {
      try await test.users(as: support, onBehalfOf: token).getUser(request)
    }
    await expectRefusal(.tokenMalformed) {
      try await test.users(as: test.rootToken, onBehalfOf: test.rootToken).getUser(request)
    }
    await expectRefusal(.sessionInvalid) {
      let unknown = "rs_" + String(repeating: "A", count: 43)
      return try await test.users(as: test.rootToken, onBehalfOf: unknown).getUser(request)
    }
  }

  @Test("what is for users needs the token of one")
  func usersOnly() async throws {
    let metadata = ["method": "roster.v1.CredentialService/EnrolTwoFactor"]
    await expectRefusal(.usersOnly, metadata) {
      try await test.credentials().enrolTwoFactor(EnrolTwoFactorRequest())
    }
  }

  @Test("the sessions of a user are listed page by page, without those that have ended")
  func list() async throws {
    let ada = try await test.makeUser("Ada", password: TestService.password)
    var tokens: [String] = []
    for device in ["a", "b", "c"] { tokens.append(try await test.signIn(device: device).sessionToken) }
    _ = try await test.signIns().signOut(SignOutRequest(sessionToken: tokens[1]))
    var request = ListSessionsRequest(userID: ada.id, pageSize: 1)
    let first = try await test.signIns(as: tokens[0]).listSessions(request)
    request.pageToken = first.nextPageToken
    let second = try await test.signIns(as: tokens[0]).listSessions(request)
    #expect((first.sessions + second.sessions).map(\.deviceLabel) == ["a", "c"])
    #expect(second.nextPageToken == "")
  }
}

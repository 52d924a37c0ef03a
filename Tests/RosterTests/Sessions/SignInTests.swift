import ProtobufC
import RPC
import Roster
import RosterProto
import SQL
import Testing

@Suite("Signing in by password")
struct SignInTests {
  private let test = try! TestService()

  @Test("the right password opens a session, with a token that is returned once")
  func right() async throws {
    let ada = try await test.makeUser("Ada", password: TestService.password)
    test.clock.advance(seconds: 60)
    let response = try await test.signIn(device: "Firefox on Linux", source: "192.0.2.1")
    let session = try #require(response.session)
    let now = test.clock.now
    #expect(session.userID == ada.id)
    #expect(session.stage == .complete)
    #expect(session.methods == [.password])
    #expect(session.deviceLabel == "Firefox on Linux")
    #expect(session.sourceAddress == "192.0.2.1")
    #expect([session.createTime, session.authenticateTime] == [Timestamp(now), Timestamp(now)])
    #expect(session.expireTime == Timestamp(now + 30 * 24 * 3_600))
    #expect(response.sessionToken.hasPrefix("rs_"))
    #expect(response.secondFactors == [])
    #expect(
      try test.integer("SELECT count(*) FROM sessions WHERE token_hash = '\(response.sessionToken)'") == 0
    )
    #expect(try await test.validate(response.sessionToken).session == session)
    #expect(
      try await test.users(as: response.sessionToken).getUser(.init(selector: .userID(ada.id))).id == ada.id
    )
  }

  @Test("the address is compared as addresses are: without regard to case")
  func spelling() async throws {
    let ada = try await test.makeUser("Ada", password: TestService.password)
    #expect(try await test.signIn("ADA@Example.com").user?.id == ada.id)
  }

  @Test("an unknown address, a wrong password, a locked user and one without a password get the same error")
  func refused() async throws {
    let locked = try await test.makeUser("Lou", password: TestService.password)
    _ = try await test.users.lockUser(LockUserRequest(userID: locked.id))
    try await test.makeUser("Nora")
    _ = try await test.makeUser("Ada", password: TestService.password)
    var errors: [RPCError] = []
    for (email, password) in [
      ("ada@example.com", "wrong horse battery"), ("nobody@example.com", TestService.password),
      ("lou@example.com", TestService.password), ("nora@example.com", TestService.password),
      ("ada@example.com", TestService.password + " "),
    ] {
      await #expect(throws: RPCError.self) {
        do { try await test.signIn(email, password) } catch let error as RPCError {
          errors.append(error)
          throw error
        }
      }
    }
    #expect(errors.map(\.reason) == Array(repeating: .signInRefused, count: 5))
    #expect(Set(errors.map(\.message)).count == 1)
    #expect(errors.allSatisfy { $0.code == .unauthenticated && $0.metadata == [:] })
    #expect(try test.integer("SELECT count(*) FROM sessions") == 0)
    let events = try await test.latestEvents("session.refused")
    #expect(events.count == 5)
    #expect(!"\(events)".contains("nobody@example.com"), "what was typed as the address may be a password")
  }

  @Test("an address and a password are required")
  func required() async throws {
    await expectRefusal(.invalidField, field: "email") { try await test.signIn("") }
    await expectRefusal(.invalidField, field: "password") { try await test.signIn("a@b", "") }
  }

  @Test("a sign-in needs the grant sessions.broker")
  func grant() async throws {
    let token = try test.makeToken(role: "support")
    let metadata = ["grant": "sessions.broker", "method": "roster.v1.SessionService/SignIn"]
    await expectRefusal(.grantMissing, metadata) {
      try await test.signIns(as: token).signIn(SignInRequest(email: "a@b", password: "c"))
    }
    _ = try await test.makeUser("Ada", password: TestService.password)
    let service = try test.makeToken(role: "portal")
    let request = SignInRequest(email: "ada@example.com", password: TestService.password)
    #expect(try await test.signIns(as: service).signIn(request).session?.stage == .complete)
  }

  @Test("a sign-in sets the user's last login, and one that is refused does not")
  func lastLogin() async throws {
    let ada = try await test.makeUser("Ada", password: TestService.password)
    await expectRefusal(.signInRefused) { try await test.signIn("ada@example.com", "wrong horse") }
    #expect(try await test.user(ada.id).lastLoginTime == nil)
    test.clock.advance(seconds: 5)
    #expect(try await test.signIn().user?.lastLoginTime == Timestamp(test.clock.now))
    #expect(try await test.user(ada.id).lastLoginTime == Timestamp(test.clock.now))
  }

  @Test("a mail tells of a sign-in from a new device, but not of the first or a known one")
  func newDevice() async throws {
    _ = try await test.makeUser("Ada", password: TestService.password)
    for device in ["Firefox", "Firefox", "Safari", "Safari", "Firefox"] {
      try await test.signIn(device: device)
    }
    #expect(try await test.mailStates() == ["new_device queued"])
    try await test.updateSettings("new_device_mail") { $0.newDeviceMail = false }
    try await test.signIn(device: "Chrome")
    #expect(try await test.mailStates().count == 1)
  }

  @Test("the event of a sign-in names the user, and the site that signed them in")
  func event() async throws {
    let ada = try await test.makeUser("Ada", password: TestService.password)
    let portal = try test.makeToken(role: "portal")
    let request = SignInRequest(email: "ada@example.com", password: TestService.password)
    let response = try await test.signIns(as: portal).signIn(request)
    let event = try #require(try await test.latestEvents("session.created").first)
    #expect(event.id == response.session?.revision)
    #expect(event.actor == ProtoActor(kind: .user, id: ada.id, name: "Ada"))
    #expect(event.broker?.kind == .service)
    #expect(!"\(event)".contains(response.sessionToken))
  }

  @Test("a repeat under the request id gets the reply without the token, and opens no second session")
  func repeated() async throws {
    _ = try await test.makeUser("Ada", password: TestService.password)
    func signIn(_ password: String) async throws -> SignInResponse {
      let request = SignInRequest(email: "ada@example.com", password: password)
      return try SignInResponse(
        serializedBytes: try await test.call(SessionServiceMethods.signIn, request, id: "1")
      )
    }
    let first = try await signIn(TestService.password)
    var repeated = try await signIn(TestService.password)
    #expect(repeated.sessionToken == "")
    repeated.sessionToken = first.sessionToken
    #expect(repeated == first)
    #expect(try test.integer("SELECT count(*) FROM sessions") == 1)
    let kept = try test.integer(
      "SELECT count(*) FROM request_ids WHERE instr(reply, '\(first.sessionToken)') > 0"
    )
    #expect(kept == 0)
  }

  @Test("what is kept of a request does not depend on its password, which could be guessed from it")
  func requestHash() async throws {
    _ = try await test.makeUser("Ada", password: TestService.password)
    _ = try await test.makeUser("Bob", password: "another battery staple")
    func hash(_ email: String, _ password: String, _ id: String) async throws -> [UInt8]? {
      let request = SignInRequest(email: email, password: password)
      try await test.call(SessionServiceMethods.signIn, request, id: id)
      return try test.service.store.writer.perform { db in
        try db.first(sql: "SELECT request_hash FROM request_ids WHERE request_id = '\(id)'") { $0.bytes(0) }
      }
    }
    let first = try await hash("ada@example.com", TestService.password, "1")
    let token = try await test.signIn().sessionToken
    _ = try await test.credentials(as: token).changePassword(
      ChangePasswordRequest(currentPassword: TestService.password, newPassword: "entirely other words")
    )
    #expect(try await hash("ada@example.com", "entirely other words", "2") == first)
    #expect(try await hash("bob@example.com", "another battery staple", "3") != first)
  }
}

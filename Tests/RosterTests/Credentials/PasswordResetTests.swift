import RPC
import Roster
import RosterProto
import Testing

@Suite("Resetting a password by mail")
struct PasswordResetTests {
  private static let newPassword = "entirely other words"

  private let test = try! TestService()

  private func request(_ email: String = "ada@example.com", answer: String = "", source: String = "")
    async throws
  {
    _ = try await test.credentials().requestPasswordReset(
      RequestPasswordResetRequest(email: email, answer: answer, sourceAddress: source)
    )
  }

  @discardableResult
  private func complete(_ token: String, _ password: String = newPassword) async throws
    -> CompletePasswordResetResponse
  {
    try await test.credentials().completePasswordReset(
      CompletePasswordResetRequest(token: token, newPassword: password)
    )
  }

  @Test("staff have a link mailed, and the password stays until it is used")
  func byStaff() async throws {
    let ada = try await test.makeUser("Ada", password: TestService.password)
    let sent = try await test.users.sendPasswordReset(SendPasswordResetRequest(userID: ada.id))
    #expect(sent.expireTime == Timestamp(test.clock.now + 3_600))
    #expect(sent.revision == (try await test.latestEvents("user.password_reset_requested").first?.id))
    #expect(try await test.mailStates() == ["password_reset queued"])
    try await test.signIn()
    try await complete(try test.lastLinkToken())
    await expectRefusal(.signInRefused) { try await test.signIn() }
    let response = try await test.signIn("ada@example.com", Self.newPassword)
    #expect(response.user?.emailVerified == true, "the mail has arrived at the address")
    #expect(try await test.mailStates().contains("password_changed queued"))
    await expectRefusal(
      .grantMissing,
      [
        "grant": "credentials.reset", "method": "roster.v1.UserService/SendPasswordReset",
      ]
    ) {
      try await test.users(as: test.makeToken(role: "portal")).sendPasswordReset(.init(userID: ada.id))
    }
  }

  @Test("a user who never had a password sets the first one so")
  func firstPassword() async throws {
    let ada = try await test.makeUser("Ada")
    #expect(!ada.passwordSet)
    try await request()
    try await complete(try test.lastLinkToken())
    #expect(try await test.signIn("ada@example.com", Self.newPassword).user?.passwordSet == true)
  }

  @Test(
    "the reply is the same for an unknown address, a locked user and a known one, which alone gets a mail"
  )
  func unknown() async throws {
    _ = try await test.makeUser("Ada", password: TestService.password)
    let lou = try await test.makeUser("Lou", password: TestService.password)
    _ = try await test.users.lockUser(LockUserRequest(userID: lou.id))
    for email in ["nobody@example.com", "lou@example.com"] { try await request(email) }
    #expect(try await test.mailStates() == [])
    try await request()
    #expect(try await test.mailStates() == ["password_reset queued"])
  }

  @Test(
    "known and unknown addresses have to wait alike",
    arguments: ["ada@example.com", "nobody@example.com"]
  )
  func limit(_ email: String) async throws {
    _ = try await test.makeUser("Ada", password: TestService.password)
    for _ in 0..<5 { try await request(email) }
    await expectRefusal(.rateLimited) { try await request(email) }
    test.clock.advance(seconds: 1)
    await expectRefusal(.rateLimited, ["limit": "5"]) { try await request(email) }
    test.clock.advance(seconds: 3_600)
    try await request(email)
  }

  @Test("a link is valid once")
  func once() async throws {
    _ = try await test.makeUser("Ada", password: TestService.password)
    try await request()
    let token = try test.lastLinkToken()
    try await complete(token)
    await expectRefusal(.linkInvalid) { try await complete(token, "still another one") }
    try await test.signIn("ada@example.com", Self.newPassword)
  }

  @Test("of 20 calls with one link in parallel, one succeeds")
  func parallel() async throws {
    _ = try await test.makeUser("Ada", password: TestService.password)
    try await request()
    let token = try test.lastLinkToken()
    let succeeded = await withTaskGroup(of: Bool.self) { group in
      for index in 0..<20 {
        group.addTask { (try? await complete(token, "entirely other words \(index)")) != nil }
      }
      return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
    }
    #expect(succeeded == 1)
  }

  @Test("a newer link ends the older one, whose mail is withdrawn")
  func newer() async throws {
    _ = try await test.makeUser("Ada", password: TestService.password)
    try await request()
    let old = try test.lastLinkToken()
    try await request()
    #expect(try await test.mailStates() == ["password_reset withdrawn", "password_reset queued"])
    await expectRefusal(.linkInvalid) { try await complete(old) }
    try await complete(try test.lastLinkToken())
  }

  @Test("a link expires after the setting password_reset_lifetime")
  func expiry() async throws {
    _ = try await test.makeUser("Ada", password: TestService.password)
    try await request()
    let token = try test.lastLinkToken()
    test.clock.advance(seconds: 3_600)
    await expectRefusal(.linkInvalid) { try await complete(token) }
    try await test.signIn()
  }

  @Test("a link to a former address is not valid any more")
  func formerAddress() async throws {
    let ada = try await test.makeUser("Ada", password: TestService.password)
    try await request()
    let token = try test.lastLinkToken()
    _ = try await test.users.updateUser(UpdateUserRequest(user: User(id: ada.id, email: "new@example.com")))
    await expectRefusal(.linkInvalid) { try await complete(token) }
    #expect(try await test.mailStates().first == "password_reset withdrawn")
  }

  @Test("the mails of a user who is deleted are withdrawn, and their links are invalid")
  func deleted() async throws {
    let ada = try await test.makeUser("Ada", password: TestService.password)
    let user = test.credentials(as: try await test.signIn().sessionToken)
    _ = try await user.changeEmail(ChangeEmailRequest(email: "ada@example.com"))
    try await request()
    let token = try test.lastLinkToken()
    _ = try await test.users.deleteUser(DeleteUserRequest(userID: ada.id))
    #expect(try await test.mailStates() == ["email_verification withdrawn", "password_reset withdrawn"])
    await expectRefusal(.linkInvalid) { try await complete(token) }
  }

  @Test("a link of another kind, an unknown token and none are refused")
  func otherTokens() async throws {
    _ = try await test.makeUser("Ada", password: TestService.password)
    let user = test.credentials(as: try await test.signIn().sessionToken)
    _ = try await user.changeEmail(ChangeEmailRequest(email: "ada@example.com"))
    let verification = try test.lastLinkToken()
    await expectRefusal(.linkInvalid) { try await complete(verification) }
    await expectRefusal(.linkInvalid) { try await complete("rl_unknown") }
    await expectRefusal(.invalidField, field: "token") { try await complete("") }
    try await request()
    let reset = try test.lastLinkToken()
    await expectRefusal(.invalidField, field: "new_password") { try await complete(reset, "") }
  }

  @Test(
    "a password that is refused leaves the link valid",
    arguments: [
      ("short", "too_short"), (String(repeating: "long words ", count: 24), "too_long"),
      ("password123", "common"), ("aaaaaaaaaaaa", "common"), ("I am Augusta always", "context"),
      ("roster for ever and ever", "context"),
    ]
  )
  func refusedPassword(_ password: String, _ rule: String) async throws {
    let ada = try await test.makeUser("Ada", password: TestService.password)
    let change = User(id: ada.id, firstName: "Augusta")
    _ = try await test.users.updateUser(UpdateUserRequest(user: change))
    try await request()
    let token = try test.lastLinkToken()
    await expectRefusal(.passwordRefused, field: "new_password", ["rule": rule]) {
      try await complete(token, password)
    }
    try await test.signIn()
    try await complete(token)
  }

  @Test("a locked user's link sets nothing")
  func locked() async throws {
    let ada = try await test.makeUser("Ada", password: TestService.password)
    try await request()
    let token = try test.lastLinkToken()
    _ = try await test.users.lockUser(LockUserRequest(userID: ada.id))
    await expectRefusal(.userLocked, ["user_id": "\(ada.id)"]) { try await complete(token) }
    await expectRefusal(.userLocked, ["user_id": "\(ada.id)"]) {
      try await test.users.sendPasswordReset(SendPasswordResetRequest(userID: ada.id))
    }
  }

  @Test("a reset does not replace the second factor")
  func secondFactor() async throws {
    _ = try await test.makeUser("Ada", password: TestService.password)
    _ = try await test.enableTwoFactor(try await test.signIn().sessionToken)
    try await request()
    try await complete(try test.lastLinkToken())
    #expect(try await test.signIn("ada@example.com", Self.newPassword).session?.stage == .secondFactor)
  }

  @Test("a reset ends the wait after failed sign-ins, but not the failures of a source")
  func throttles() async throws {
    _ = try await test.makeUser("Ada", password: TestService.password)
    for _ in 0..<5 {
      await expectRefusal(.signInRefused) { try await test.signIn("ada@example.com", "wrong") }
    }
    await expectRefusal(.rateLimited) { try await test.signIn() }
    try await request()
    try await complete(try test.lastLinkToken())
    try await test.signIn("ada@example.com", Self.newPassword)
  }
}

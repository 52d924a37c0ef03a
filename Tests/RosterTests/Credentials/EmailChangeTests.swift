import RPC
import Roster
import RosterProto
import Testing

@Suite("Changing and verifying an address by mail")
struct EmailChangeTests {
  private let test = try! TestService()

  private func signedIn() async throws -> (user: User, token: String) {
    let ada = try await test.makeUser("Ada", password: TestService.password)
    return (ada, try await test.signIn().sessionToken)
  }

  private func change(_ email: String, as token: String) async throws {
    let response = try await test.credentials(as: token).changeEmail(ChangeEmailRequest(email: email))
    #expect(response.expireTime == Timestamp(test.clock.now + 3_600))
  }

  private func verify(_ link: String, as token: String? = nil) async throws -> User {
    try await test.credentials(as: token).verifyEmail(VerifyEmailRequest(token: link))
  }

  @Test("the address changes when its link is used, and not before; the old one gets a notice")
  func change() async throws {
    let (ada, token) = try await signedIn()
    try await change("new@example.com", as: token)
    #expect(try await test.user(ada.id).email == "ada@example.com")
    #expect(
      try await test.mailStates() == ["email_verification queued", "email_change_requested queued"]
    )
    let changed = try await verify(try test.lastLinkToken())
    #expect(changed.email == "new@example.com")
    #expect(changed.emailVerified)
    #expect(try await test.signIn("new@example.com").user?.id == ada.id)
    await expectRefusal(.signInRefused) { try await test.signIn() }
    try await test.validate(token)
  }

  @Test("a link for one's own address verifies it, without a notice")
  func own() async throws {
    let (ada, token) = try await signedIn()
    #expect(!ada.emailVerified)
    try await change("ada@example.com", as: token)
    #expect(try await test.mailStates() == ["email_verification queued"])
    let link = try test.lastLinkToken()
    #expect(try await verify(link, as: token).emailVerified)
    await expectRefusal(.linkInvalid) { try await verify(link) }
  }

  @Test("a newer link ends the older one, and a link expires")
  func newer() async throws {
    let (_, token) = try await signedIn()
    try await change("first@example.com", as: token)
    let first = try test.lastLinkToken()
    try await change("second@example.com", as: token)
    let second = try test.lastLinkToken()
    await expectRefusal(.linkInvalid) { try await verify(first) }
    test.clock.advance(seconds: 3_600)
    await expectRefusal(.linkInvalid) { try await verify(second) }
  }

  @Test("a user does not use the link of another one, and a link for a password does not verify")
  func others() async throws {
    let (ada, token) = try await signedIn()
    try await change("new@example.com", as: token)
    let link = try test.lastLinkToken()
    let bob = test.sessions.open(for: try await test.makeUser("Bob"))
    await expectRefusal(.linkInvalid) { try await verify(link, as: bob) }
    _ = try await test.users.sendPasswordReset(SendPasswordResetRequest(userID: ada.id))
    let reset = try test.lastLinkToken()
    await expectRefusal(.linkInvalid) { try await verify(reset) }
    #expect(try await verify(link, as: token).email == "new@example.com")
  }

  @Test("an address that another user has taken meanwhile is refused")
  func taken() async throws {
    let (_, token) = try await signedIn()
    try await change("new@example.com", as: token)
    let link = try test.lastLinkToken()
    let other = try await test.makeUser("Nora", email: "new@example.com")
    do {
      let user = try await verify(link)
      Issue.record("answered \(user)")
    } catch let error as RPCError {
      #expect(error.reason == .emailTaken)
    }
    _ = try await test.users.deleteUser(DeleteUserRequest(userID: other.id))
    #expect(try await verify(link).email == "new@example.com", "a refusal does not use up the link")
  }

  @Test("no more mails go to an address in an hour than the settings allow")
  func limit() async throws {
    let (_, token) = try await signedIn()
    try await test.updateSettings("link_mails_per_address_per_hour") { $0.linkMailsPerAddressPerHour = 2 }
    try await change("new@example.com", as: token)
    try await change("NEW@example.com", as: token)
    await expectRefusal(.rateLimited, ["limit": "2"]) { try await change("new@example.com", as: token) }
    try await change("other@example.com", as: token)
  }
}

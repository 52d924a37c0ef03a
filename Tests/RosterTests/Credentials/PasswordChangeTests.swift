import RPC
import Roster
import RosterProto
import Testing

@Suite("Changing a password, and proving it again")
struct PasswordChangeTests {
  private let test = try! TestService()

  private func change(_ current: String, _ new: String, as token: String) async throws -> Session {
    try await test.credentials(as: token).changePassword(
      ChangePasswordRequest(currentPassword: current, newPassword: new)
    )
  }

  @Test("the new password is the only one from then on, the session stays, and a mail tells the user")
  func change() async throws {
    _ = try await test.makeUser("Ada", password: TestService.password)
    let token = try await test.signIn().sessionToken
    let session = try await change(TestService.password, "entirely other words", as: token)
    #expect(try await test.validate(token).session == session)
    await expectRefusal(.signInRefused) { try await test.signIn() }
    try await test.signIn("ada@example.com", "entirely other words")
    #expect(try await test.mailStates() == ["password_changed queued"])
    #expect(!"\(try await test.allEvents())".contains("entirely"))
  }

  @Test("a wrong current password is refused and counted, and a bad new one is then not looked at")
  func wrong() async throws {
    _ = try await test.makeUser("Ada", password: TestService.password)
    let token = try await test.signIn().sessionToken
    for _ in 0..<5 {
      await expectRefusal(.reauthenticationRefused) { try await change("wrong horse", "short", as: token) }
    }
    await expectRefusal(.rateLimited) {
      try await change(TestService.password, "entirely other words", as: token)
    }
    test.clock.advance(seconds: 1)
    await expectRefusal(.passwordRefused, field: "new_password", ["rule": "too_short"]) {
      try await change(TestService.password, "short", as: token)
    }
    await expectRefusal(.invalidField, field: "new_password") {
      try await change(TestService.password, "", as: token)
    }
    _ = try await change(TestService.password, "entirely other words", as: token)
  }

  @Test("a user without a password sets one without a current one")
  func first() async throws {
    let ada = try await test.makeUser("Ada")
    _ = try await change("", "entirely other words", as: test.sessions.open(for: ada))
    try await test.signIn("ada@example.com", "entirely other words")
  }

  @Test("accents count the same however the keyboard encodes them, and blanks count")
  func normalised() async throws {
    _ = try await test.makeUser("Ada", password: TestService.password)
    let token = try await test.signIn().sessionToken
    _ = try await change(TestService.password, " caf\u{e9} au lait ", as: token)
    try await test.signIn("ada@example.com", " cafe\u{301} au lait ")
    await expectRefusal(.signInRefused) { try await test.signIn("ada@example.com", "caf\u{e9} au lait") }
  }

  @Test("a session that has to change the password may do only that, and then is complete or has to enrol")
  func required() async throws {
    let ada = try await test.makeUser("Ada", password: TestService.password)
    // As a sign-in leaves it whose password is known from a breach.
    try test.execute("UPDATE passwords SET must_change = 1")
    let token = try await test.signIn().sessionToken
    #expect(try await test.validate(token).session?.stage == .passwordChange)
    await expectRefusal(.sessionStage, ["stage": SessionStage.passwordChange.name]) {
      try await test.users(as: token).getUser(GetUserRequest(selector: .userID(ada.id)))
    }
    await expectRefusal(.sessionStage, ["stage": SessionStage.passwordChange.name]) {
      try await test.credentials(as: token).enrolTwoFactor(EnrolTwoFactorRequest())
    }
    #expect(try await change(TestService.password, "entirely other words", as: token).stage == .complete)
    try test.execute("UPDATE passwords SET must_change = 1")
    try await test.updateSettings("two_factor_required") { $0.twoFactorRequired = true }
    let next = try await test.signIn("ada@example.com", "entirely other words").sessionToken
    #expect(try await change("entirely other words", TestService.password, as: next).stage == .enrolment)
  }

  /// What needs a fresh proof.
  enum Guarded: CaseIterable { case email, enrol, question, passkey, offer }

  @Test("10 minutes after the proof, it is needed again", arguments: Guarded.allCases)
  func reauthentication(_ guarded: Guarded) async throws {
    try await test.updateSettings("security_questions", "passkey_relying_party_id") {
      $0.securityQuestions = ["First pet?"]
      $0.passkeyRelyingPartyID = "example.com"
    }
    let ada = try await test.makeUser("Ada", password: TestService.password)
    let bob = try await test.makeUser("Bob")
    let acme = try await test.makeAccount(owner: ada)
    try await test.associate(bob, acme)
    let token = try await test.signIn().sessionToken
    let user = test.credentials(as: token)
    func attempt() async throws {
      switch guarded {
      case .email: _ = try await user.changeEmail(ChangeEmailRequest(email: "new@example.com"))
      case .enrol: _ = try await user.enrolTwoFactor(EnrolTwoFactorRequest())
      case .question:
        _ = try await user.setSecurityQuestion(
          SetSecurityQuestionRequest(question: "First pet?", answer: "Rex")
        )
      case .passkey:
        _ = try await test.passkeys(as: token).beginPasskeyRegistration(BeginPasskeyRegistrationRequest())
      case .offer:
        _ = try await test.accounts(as: token).offerOwnership(
          OfferOwnershipRequest(accountID: acme.id, newOwnerUserID: bob.id)
        )
      }
    }
    test.clock.advance(seconds: 601)
    await expectRefusal(.reauthenticationRequired) { try await attempt() }
    await expectRefusal(.reauthenticationRefused) {
      try await user.reauthenticate(ReauthenticateRequest(password: "wrong horse"))
    }
    await expectRefusal(.reauthenticationRequired) { try await attempt() }
    let session = try await user.reauthenticate(ReauthenticateRequest(password: TestService.password))
    #expect(session.authenticateTime == Timestamp(test.clock.now))
    test.clock.advance(seconds: 600)
    try await attempt()
  }

  @Test("the proof of a user with a second factor needs it too")
  func withSecondFactor() async throws {
    _ = try await test.makeUser("Ada", password: TestService.password)
    let token = try await test.signIn().sessionToken
    let (app, _) = try await test.enableTwoFactor(token)
    test.clock.advance(seconds: 601)
    let user = test.credentials(as: token)
    await expectRefusal(.secondFactorRefused) {
      try await user.reauthenticate(ReauthenticateRequest(password: TestService.password))
    }
    let code = app.code(at: test.clock.now)
    await expectRefusal(.reauthenticationRefused) {
      try await user.reauthenticate(ReauthenticateRequest(password: "wrong horse", code: code))
    }
    let request = ReauthenticateRequest(password: TestService.password, code: code)
    #expect(try await user.reauthenticate(request).methods == [.password, .totp])
    await expectRefusal(.secondFactorRefused) { try await user.reauthenticate(request) }
    await expectRefusal(.invalidField, field: "password") {
      try await user.reauthenticate(ReauthenticateRequest(code: code))
    }
  }
}

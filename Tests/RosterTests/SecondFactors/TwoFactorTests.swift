import RPC
import Roster
import RosterProto
import Testing

@Suite("Signing in with a second factor")
struct TwoFactorTests {
  private let test = try! TestService()

  /// A user who has an app, and the token of the session that enabled it.
  private func enrolled() async throws -> (user: User, token: String, app: TestApp, codes: [String]) {
    let ada = try await test.makeUser("Ada", password: TestService.password)
    let token = try await test.signIn().sessionToken
    let (app, codes) = try await test.enableTwoFactor(token)
    return (ada, token, app, codes)
  }

  @Test("an app counts once it is confirmed; ten recovery codes are returned once, and a mail tells the user")
  func enrol() async throws {
    let ada = try await test.makeUser("Ada", password: TestService.password)
    let user = test.credentials(as: try await test.signIn().sessionToken)
    await expectRefusal(.twoFactorNotEnrolled, ["user_id": "\(ada.id)"]) {
      try await user.confirmTwoFactor(ConfirmTwoFactorRequest(code: "123456"))
    }
    let enrolment = try await user.enrolTwoFactor(EnrolTwoFactorRequest())
    #expect(
      enrolment.otpauthUri.hasPrefix("otpauth://totp/Roster:ada%40example.com?secret=\(enrolment.totpSecret)")
    )
    #expect(try await test.signIn().session?.stage == .complete, "not confirmed yet")
    let app = TestApp(enrolment.totpSecret)
    await expectRefusal(.secondFactorRefused) {
      try await user.confirmTwoFactor(ConfirmTwoFactorRequest(code: app.wrongCode(at: test.clock.now)))
    }
    let code = app.code(at: test.clock.now)
    let codes = try await user.confirmTwoFactor(ConfirmTwoFactorRequest(code: code))
    #expect(Set(codes.codes.split(separator: "\n")).count == 10)
    #expect(try await test.user(ada.id).twoFactorEnabled)
    #expect(try await test.mailStates() == ["two_factor_enabled queued"])
    await expectRefusal(.twoFactorEnabled, ["user_id": "\(ada.id)"]) {
      try await user.enrolTwoFactor(EnrolTwoFactorRequest())
    }
    let shown = "\(try await test.allEvents())"
    #expect(!shown.contains(enrolment.totpSecret))
    #expect(!shown.contains(codes.codes.prefix(19)))
  }

  @Test("a new enrolment replaces the one that was not confirmed")
  func enrolAgain() async throws {
    _ = try await test.makeUser("Ada", password: TestService.password)
    let user = test.credentials(as: try await test.signIn().sessionToken)
    let first = TestApp(try await user.enrolTwoFactor(EnrolTwoFactorRequest()).totpSecret)
    let second = TestApp(try await user.enrolTwoFactor(EnrolTwoFactorRequest()).totpSecret)
    await expectRefusal(.secondFactorRefused) {
      try await user.confirmTwoFactor(ConfirmTwoFactorRequest(code: first.code(at: test.clock.now)))
    }
    _ = try await user.confirmTwoFactor(ConfirmTwoFactorRequest(code: second.code(at: test.clock.now)))
  }

  @Test("the password alone opens a session that can do nothing but be completed, with another token")
  func complete() async throws {
    let (ada, _, app, _) = try await enrolled()
    let started = try await test.signIn(device: "Firefox")
    #expect(started.session?.stage == .secondFactor)
    #expect(started.session?.expireTime == Timestamp(test.clock.now + 600))
    #expect(started.secondFactors == [.totp, .recoveryCode])
    #expect(started.recoveryCodesLeft == 10)
    #expect(started.passkeyChallenge == nil)
    let stage = ["stage": SessionStage.secondFactor.name]
    await expectRefusal(.sessionStage, stage) {
      try await test.users(as: started.sessionToken).getUser(GetUserRequest(selector: .userID(ada.id)))
    }
    await expectRefusal(.sessionStage, stage) {
      try await test.credentials(as: started.sessionToken).changePassword(
        ChangePasswordRequest(currentPassword: TestService.password, newPassword: "entirely other words")
      )
    }
    let completed = try await test.complete(started, code: test.nextCode(of: app))
    #expect(completed.session?.id == started.session?.id)
    #expect(completed.session?.stage == .complete)
    #expect(completed.session?.methods == [.password, .totp])
    #expect(completed.session?.deviceLabel == "Firefox")
    #expect(completed.user?.lastLoginTime == Timestamp(test.clock.now))
    #expect(completed.sessionToken != started.sessionToken)
    await expectRefusal(.sessionInvalid) { try await test.validate(started.sessionToken) }
    #expect(try await test.validate(completed.sessionToken).session == completed.session)
    await expectRefusal(.sessionStage, ["stage": SessionStage.complete.name]) {
      try await test.complete(completed, code: test.nextCode(of: app))
    }
  }

  @Test("the last login is not set before the second factor")
  func lastLogin() async throws {
    let (ada, _, _, _) = try await enrolled()
    let before = try await test.user(ada.id).lastLoginTime
    test.clock.advance(seconds: 60)
    try await test.signIn()
    #expect(try await test.user(ada.id).lastLoginTime == before)
  }

  @Test("a session that waits for the second factor expires after 10 minutes")
  func waiting() async throws {
    let (_, _, app, _) = try await enrolled()
    let started = try await test.signIn()
    test.clock.advance(seconds: 600)
    await expectRefusal(.sessionInvalid) {
      try await test.complete(started, code: app.code(at: test.clock.now))
    }
  }

  @Test("a wrong code is refused and counted: after 5 the right one has to wait")
  func wrong() async throws {
    let (_, _, app, _) = try await enrolled()
    let started = try await test.signIn()
    test.clock.advance(seconds: 30)
    for _ in 0..<5 {
      await expectRefusal(.secondFactorRefused) {
        try await test.complete(started, code: app.wrongCode(at: test.clock.now))
      }
    }
    await expectRefusal(.rateLimited) { try await test.complete(started, code: app.code(at: test.clock.now)) }
    await expectRefusal(.rateLimited) {
      try await test.complete(try await test.signIn(), code: app.code(at: test.clock.now))
    }
    test.clock.advance(seconds: 1)
    _ = try await test.complete(started, code: app.code(at: test.clock.now))
    #expect(try await test.latestEvents("user.second_factor_refused").count == 5)
  }

  @Test("no code and no assertion are refused")
  func nothing() async throws {
    _ = try await enrolled()
    let started = try await test.signIn()
    await expectRefusal(.secondFactorRefused) { try await test.complete(started) }
  }

  @Test("the same code, sent 50 times in parallel for 50 sessions, is accepted once")
  func parallel() async throws {
    let (_, _, app, _) = try await enrolled()
    var started: [SignInResponse] = []
    for _ in 0..<50 { started.append(try await test.signIn()) }
    let code = test.nextCode(of: app)
    #expect(await accepted(started, code: code) == 1)
    test.clock.advance(seconds: 900)
    await expectRefusal(.secondFactorRefused) { try await test.complete(try await test.signIn(), code: code) }
  }

  @Test("a recovery code is accepted once, also of 50 calls in parallel, typed in any way")
  func recovery() async throws {
    let (_, _, _, codes) = try await enrolled()
    var started: [SignInResponse] = []
    for _ in 0..<50 { started.append(try await test.signIn()) }
    #expect(await accepted(started, code: codes[0]) == 1)
    #expect(try await test.latestEvents("user.recovery_code_used").count == 1)
    test.clock.advance(seconds: 900)
    let typed = codes[1].lowercased().replacing("-", with: " ")
    let completed = try await test.complete(try await test.signIn(), code: typed)
    #expect(completed.session?.methods == [.password, .recoveryCode])
    #expect(completed.recoveryCodesLeft == 8)
  }

  /// How many of these sign-ins the code completes, all at the same time.
  private func accepted(_ started: [SignInResponse], code: String) async -> Int {
    await withTaskGroup(of: Bool.self) { group in
      for signIn in started {
        group.addTask { (try? await test.complete(signIn, code: code)) != nil }
      }
      return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
    }
  }

  @Test("new recovery codes replace the former ones")
  func regenerate() async throws {
    let (_, token, _, codes) = try await enrolled()
    let response = try await test.credentials(as: token).regenerateRecoveryCodes(
      RegenerateRecoveryCodesRequest()
    )
    await expectRefusal(.secondFactorRefused) {
      try await test.complete(try await test.signIn(), code: codes[0])
    }
    let new = String(response.codes.prefix { $0 != "\n" })
    _ = try await test.complete(try await test.signIn(), code: new)
  }

  @Test("staff disable the second factor of a user, who then signs in without it and may enrol anew")
  func disabledByStaff() async throws {
    let (ada, token, _, codes) = try await enrolled()
    let changed = try await test.users.disableTwoFactor(DisableTwoFactorRequest(userID: ada.id))
    #expect(!changed.twoFactorEnabled)
    let response = try await test.signIn()
    #expect(response.session?.stage == .complete)
    #expect(response.recoveryCodesLeft == 0)
    _ = try await test.enableTwoFactor(token)
    await expectRefusal(.secondFactorRefused) {
      try await test.complete(try await test.signIn(), code: codes[0])
    }
  }

  @Test("the user disables their own, but not while a second factor is required")
  func disabledByUser() async throws {
    let (ada, token, _, _) = try await enrolled()
    let user = test.credentials(as: token)
    try await test.updateSettings("two_factor_required") { $0.twoFactorRequired = true }
    await expectRefusal(.twoFactorRequired, ["user_id": "\(ada.id)"]) {
      try await user.disableOwnTwoFactor(DisableOwnTwoFactorRequest())
    }
    #expect(try await test.signIn().session?.stage == .secondFactor, "nothing was changed")
    try await test.updateSettings("two_factor_required") { $0.twoFactorRequired = false }
    #expect(try await !user.disableOwnTwoFactor(DisableOwnTwoFactorRequest()).twoFactorEnabled)
    #expect(try await test.signIn().session?.stage == .complete)
    await expectRefusal(.twoFactorNotEnabled, ["user_id": "\(ada.id)"]) {
      try await user.disableOwnTwoFactor(DisableOwnTwoFactorRequest())
    }
  }
}

import RPC
import Roster
import RosterProto
import Testing

@Suite("A second factor that is required")
struct RequiredSecondFactorTests {
  private let test = try! TestService()

  enum Requirement: CaseIterable { case setting, user, account }

  private func require(by requirement: Requirement, of user: User) async throws {
    switch requirement {
    case .setting: try await test.updateSettings("two_factor_required") { $0.twoFactorRequired = true }
    case .user:
      let change = User(id: user.id, twoFactorRequired: true)
      _ = try await test.users.updateUser(
        UpdateUserRequest(user: change, updateMask: FieldMask(paths: ["two_factor_required"]))
      )
    case .account:
      let acme = try await test.makeAccount(owner: test.makeUser("Olga"))
      try await test.associate(user, acme)
      let change = Account(id: acme.id, twoFactorRequired: true)
      _ = try await test.accounts.updateAccount(
        UpdateAccountRequest(account: change, updateMask: FieldMask(paths: ["two_factor_required"]))
      )
    }
  }

  @Test(
    "a user who has none gets a session that may only enrol, and is complete then",
    arguments: Requirement.allCases
  )
  func enrolment(_ requirement: Requirement) async throws {
    let ada = try await test.makeUser("Ada", password: TestService.password)
    try await require(by: requirement, of: ada)
    let response = try await test.signIn()
    #expect(response.session?.stage == .enrolment)
    let token = response.sessionToken
    let stage = ["stage": SessionStage.enrolment.name]
    let get = GetUserRequest(selector: .userID(ada.id))
    await expectRefusal(.sessionStage, stage) { try await test.users(as: token).getUser(get) }
    await expectRefusal(.sessionStage, stage) {
      try await test.signIns(as: token).switchAccount(SwitchAccountRequest(accountID: 0))
    }
    await expectRefusal(.sessionStage, stage) {
      try await test.credentials(as: token).changeEmail(ChangeEmailRequest(email: "x@example.com"))
    }
    // The enrolment may take longer than a fresh proof counts.
    test.clock.advance(seconds: 3_600)
    let (app, _) = try await test.enableTwoFactor(token)
    let session = try #require(try await test.validate(token).session)
    #expect(session.stage == .complete)
    #expect(session.methods == [.password, .totp])
    _ = try await test.users(as: token).getUser(get)
    let next = try await test.signIn()
    #expect(next.session?.stage == .secondFactor)
    #expect(try await test.complete(next, code: test.nextCode(of: app)).session?.stage == .complete)
  }

  @Test("users neither set nor clear what is required of themselves")
  func byPrincipals() async throws {
    let ada = try await test.makeUser("Ada")
    let users = test.users(as: test.sessions.open(for: ada))
    let mask = FieldMask(paths: ["two_factor_required"])
    await #expect(throws: RPCError.self) {
      try await users.updateUser(UpdateUserRequest(user: User(id: ada.id), updateMask: mask))
    }
  }
}

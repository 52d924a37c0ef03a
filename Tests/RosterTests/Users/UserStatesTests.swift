import RPC
import Roster
import RosterProto
import Testing

/// A method that enables or disables one thing of a user.
struct UserSwitch: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let kind: String
  /// Makes the call possible.
  let prepare: String
  /// The reason if there is nothing to change.
  let refusal: ErrorReason
  let call: @Sendable (UserServiceClient, _ id: Int64, _ expectedRevision: Int64) async throws -> User
  let changes: @Sendable (inout User) -> Void
  let change: EventChange

  static let all = [
    UserSwitch(
      testDescription: "LockUser",
      kind: "user.locked",
      prepare: "state = 1",
      refusal: .userLocked,
      call: { try await $0.lockUser(LockUserRequest(userID: $1, expectedRevision: $2)) },
      changes: { $0.state = .locked },
      change: EventChange(field: "state", before: "active", after: "locked")
    ),
    UserSwitch(
      testDescription: "UnlockUser",
      kind: "user.unlocked",
      prepare: "state = 2",
      refusal: .userNotLocked,
      call: { try await $0.unlockUser(UnlockUserRequest(userID: $1, expectedRevision: $2)) },
      changes: { $0.state = .active },
      change: EventChange(field: "state", before: "locked", after: "active")
    ),
    UserSwitch(
      testDescription: "DisableTwoFactor",
      kind: "user.two_factor_disabled",
      prepare: "two_factor_enabled = 1",
      refusal: .twoFactorNotEnabled,
      call: { try await $0.disableTwoFactor(DisableTwoFactorRequest(userID: $1, expectedRevision: $2)) },
      changes: { $0.twoFactorEnabled = false },
      change: EventChange(field: "two_factor_enabled", before: "true", after: "false")
    ),
    UserSwitch(
      testDescription: "DisableSecurityQuestion",
      kind: "user.security_question_disabled",
      prepare: "security_question_set = 1",
      refusal: .securityQuestionNotSet,
      call: {
        try await $0.disableSecurityQuestion(DisableSecurityQuestionRequest(userID: $1, expectedRevision: $2))
      },
      changes: { $0.securityQuestionSet = false },
      change: EventChange(field: "security_question_set", before: "true", after: "false")
    ),
  ]
}

@Suite("Changing users' states")
struct UserStatesTests {
  private let test = try! TestService()

  @Test("makes one change, records it once, and refuses to repeat it", arguments: UserSwitch.all)
  func once(_ it: UserSwitch) async throws {
    try await test.makeUser()
    let bob = try await test.makeUser("Bob")
    try test.execute("UPDATE users SET two_factor_enabled = 1, security_question_set = 1, \(it.prepare)")
    let before = try await test.user(1)
    var expected = before
    it.changes(&expected)
    test.clock.advance(seconds: 5)
    expected.revision = bob.revision + 1
    expected.updateTime = Timestamp(test.clock.now)
    #expect(try await it.call(test.users, 1, before.revision) == expected)
    #expect(try await test.user(1) == expected)

    await expectRefusal(it.refusal, ["user_id": "1"]) { try await it.call(test.users, 1, 0) }
    await expectRevisionMismatch(expected: before.revision, current: expected.revision) {
      try await it.call(test.users, 1, before.revision)
    }
    let events = try await test.latestEvents(it.kind)
    #expect(events.map(\.changes) == [[it.change]])
    #expect(events.first?.target == EventTarget(kind: .user, id: 1))
    #expect(try await test.user(bob.id).revision == bob.revision, "nobody else")
  }

  @Test("refuses ids below 1, unknown users and negative revisions", arguments: UserSwitch.all)
  func refusals(_ it: UserSwitch) async throws {
    for id in [0, -1, Int64.min] {
      await expectRefusal(.invalidField, field: "user_id") { try await it.call(test.users, id, 0) }
    }
    await expectRefusal(.userNotFound, ["user_id": "9"]) { try await it.call(test.users, 9, 0) }
    try await test.makeUser()
    await expectRefusal(.invalidField, field: "expected_revision") { try await it.call(test.users, 1, -1) }
  }

  @Test("a locked user keeps memberships and ownerships, but can use them only once unlocked")
  func memberships() async throws {
    let ada = try await test.makeUser()
    let account = try await test.makeAccount(owner: ada)
    let membership = try await test.membership(ada, account)
    func check() async throws -> CheckPermissionResponse {
      let request = CheckPermissionRequest(userID: ada.id, accountID: account.id, permission: .orders)
      return try await test.access.checkPermission(request)
    }
    _ = try await test.users.lockUser(LockUserRequest(userID: ada.id))
    #expect(try await check().reason == .userLocked)
    #expect(try await !check().allowed)
    #expect(try await test.membership(ada, account) == membership)
    #expect(try await test.account(account.id) == account)
    _ = try await test.users.unlockUser(UnlockUserRequest(userID: ada.id))
    #expect(try await check().allowed)
  }
}

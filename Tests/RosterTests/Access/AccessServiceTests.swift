import RPC
import Roster
import RosterProto
import Testing

@Suite("Checking access")
struct AccessServiceTests {
  private let test: TestService
  private let owner: User
  private let member: User
  private let account: Account

  init() async throws {
    test = try TestService()
    owner = try await test.makeUser("Owner")
    member = try await test.makeUser("Member")
    account = try await test.makeAccount(owner: owner)
  }

  private func check(_ user: Int64, _ permission: Permission = .orders) async throws
    -> CheckPermissionResponse
  {
    try await test.access.checkPermission(
      CheckPermissionRequest(userID: user, accountID: account.id, permission: permission)
    )
  }

  private func list(_ user: Int64) async throws -> ListPermissionsResponse {
    try await test.access.listPermissions(ListPermissionsRequest(userID: user, accountID: account.id))
  }

  private func expectRefused(_ user: User, _ reason: AccessReason, owner: Bool = false) async throws {
    #expect(try await check(user.id) == CheckPermissionResponse(allowed: false, reason: reason))
    #expect(try await list(user.id) == ListPermissionsResponse(owner: owner, permissions: [], reason: reason))
  }

  @Test("the owner may do everything")
  func owner() async throws {
    for permission in Permission.every {
      #expect(try await check(owner.id, permission) == CheckPermissionResponse(allowed: true, reason: .owner))
    }
    #expect(
      try await list(owner.id)
        == ListPermissionsResponse(owner: true, permissions: Permission.every, reason: .owner)
    )
  }

  @Test("a member has the granted permissions, as soon as they are granted")
  func member() async throws {
    try await expectRefused(member, .notAMember)
    try await test.associate(member, account)
    try await expectRefused(member, .notGranted)
    for permission in Permission.every {
      let membership = Membership(accountID: account.id, userID: member.id, permissions: [permission])
      _ = try await test.accounts.updateMembership(UpdateMembershipRequest(membership: membership))
      for asked in Permission.every {
        let isGranted = asked == permission
        let expected = CheckPermissionResponse(allowed: isGranted, reason: isGranted ? .granted : .notGranted)
        #expect(try await check(member.id, asked) == expected)
      }
      #expect(
        try await list(member.id) == ListPermissionsResponse(permissions: [permission], reason: .granted)
      )
    }
    _ = try await test.accounts.removeUser(RemoveUserRequest(accountID: account.id, userID: member.id))
    try await expectRefused(member, .notAMember)
  }

  @Test("a membership expires at its time, to the microsecond, and is valid again when extended")
  func timeBox() async throws {
    let end = test.clock.now + 60
    try await test.associate(member, account, [.orders], expireTime: end)
    test.clock.now = Time(microseconds: end.microseconds - 1)
    #expect(try await check(member.id) == CheckPermissionResponse(allowed: true, reason: .granted))
    test.clock.now = end
    try await expectRefused(member, .membershipExpired)
    let later = Membership(accountID: account.id, userID: member.id, expireTime: Timestamp(end + 60))
    _ = try await test.accounts.updateMembership(UpdateMembershipRequest(membership: later))
    #expect(try await check(member.id).allowed)
  }

  @Test("locked users and closed accounts have no access, owner or not, until unlocked and reopened")
  func lockedAndClosed() async throws {
    try await test.associate(member, account, [.orders])
    _ = try await test.accounts.closeAccount(CloseAccountRequest(accountID: account.id))
    try await expectRefused(owner, .accountClosed, owner: true)
    try await expectRefused(member, .accountClosed)
    try test.execute("UPDATE users SET state = 2")
    try await expectRefused(owner, .userLocked, owner: true)
    _ = try await test.accounts.reopenAccount(ReopenAccountRequest(accountID: account.id))
    try await expectRefused(member, .userLocked)
    try test.execute("UPDATE users SET state = 1")
    #expect(try await check(owner.id).allowed)
    #expect(try await check(member.id).allowed)
  }

  @Test("a new owner has access at once, and the former one the permissions they keep")
  func transfer() async throws {
    try await test.associate(member, account)
    _ = try await test.accounts.transferOwnership(
      TransferOwnershipRequest(
        accountID: account.id,
        newOwnerUserID: member.id,
        formerOwnerPermissions: PermissionSet(permissions: [.orders])
      )
    )
    #expect(try await check(member.id) == CheckPermissionResponse(allowed: true, reason: .owner))
    #expect(try await check(owner.id) == CheckPermissionResponse(allowed: true, reason: .granted))
    #expect(
      try await check(owner.id, .quotes) == CheckPermissionResponse(allowed: false, reason: .notGranted)
    )
  }

  @Test("a user or an account that does not exist gives a result, not an error")
  func notFound() async throws {
    try await expectRefused(User(id: .max), .userNotFound)
    let elsewhere = CheckPermissionRequest(userID: owner.id, accountID: .max, permission: .orders)
    #expect(
      try await test.access.checkPermission(elsewhere)
        == CheckPermissionResponse(allowed: false, reason: .accountNotFound)
    )
    let list = try await test.access.listPermissions(
      ListPermissionsRequest(userID: owner.id, accountID: .max)
    )
    #expect(list == ListPermissionsResponse(reason: .accountNotFound))
  }

  private static let badChecks: [(CheckPermissionRequest, String)] = [
    (CheckPermissionRequest(userID: 0, accountID: 1, permission: .orders), "user_id"),
    (CheckPermissionRequest(userID: -1, accountID: 1, permission: .orders), "user_id"),
    (CheckPermissionRequest(userID: 1, accountID: 0, permission: .orders), "account_id"),
    (CheckPermissionRequest(userID: 1, accountID: 1), "permission"),
    (CheckPermissionRequest(userID: 1, accountID: 1, permission: Permission(rawValue: 14)), "permission"),
    (CheckPermissionRequest(userID: 1, accountID: 1, permission: Permission(rawValue: -1)), "permission"),
  ]

  @Test("a check without its ids and permission is refused, in a batch with its index", arguments: badChecks)
  func refusals(_ request: CheckPermissionRequest, _ field: String) async throws {
    await expectRefusal(.invalidField, field: field) { try await test.access.checkPermission(request) }
    let good = CheckPermissionRequest(userID: 1, accountID: 1, permission: .orders)
    await expectRefusal(.invalidField, field: "checks[1].\(field)") {
      try await test.access.batchCheckPermissions(BatchCheckPermissionsRequest(checks: [good, request]))
    }
    guard field != "permission" else { return }
    await expectRefusal(.invalidField, field: field) {
      try await test.access.listPermissions(
        ListPermissionsRequest(userID: request.userID, accountID: request.accountID)
      )
    }
  }

  @Test("a batch returns the result of each check in order, for 1 to 1,000 of them")
  func batch() async throws {
    try await test.associate(member, account, [.orders])
    let kinds: [(CheckPermissionRequest, AccessReason)] = [
      (CheckPermissionRequest(userID: owner.id, accountID: account.id, permission: .quotes), .owner),
      (CheckPermissionRequest(userID: member.id, accountID: account.id, permission: .orders), .granted),
      (CheckPermissionRequest(userID: member.id, accountID: account.id, permission: .quotes), .notGranted),
      (CheckPermissionRequest(userID: 99, accountID: account.id, permission: .quotes), .userNotFound),
    ]
    let checks = (0..<1_000).map { kinds[$0 % 4] }
    let response = try await test.access.batchCheckPermissions(
      BatchCheckPermissionsRequest(checks: checks.map(\.0))
    )
    #expect(response.results.map(\.reason) == checks.map(\.1))
    #expect(response.results.map(\.allowed) == checks.map { $0.1 == .owner || $0.1 == .granted })
    for count in [0, 1_001] {
      let request = BatchCheckPermissionsRequest(checks: Array(repeating: kinds[0].0, count: count))
      await expectRefusal(.invalidField, field: "checks") {
        try await test.access.batchCheckPermissions(request)
      }
    }
  }
}

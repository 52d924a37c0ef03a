import RPC
import Roster
import RosterProto
import Testing

@Suite("Associating users with accounts")
struct AssociateUserTests {
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

  private func associate(_ change: (inout AssociateUserRequest) -> Void = { _ in }) async throws
    -> Membership?
  {
    var request = AssociateUserRequest(accountID: account.id, userID: member.id)
    change(&request)
    return try await test.accounts.associateUser(request).membership
  }

  @Test("creates a membership at once, with each permission once and in order, and changes the account")
  func associate() async throws {
    test.clock.advance(seconds: 1)
    let end = Timestamp(test.clock.now + 60)
    let membership = try await associate {
      $0.permissions = [.orders, .profile, .orders, .tickets]
      $0.expireTime = end
    }
    let now = Timestamp(test.clock.now)
    #expect(
      membership
        == Membership(
          accountID: account.id,
          userID: member.id,
          permissions: [.profile, .tickets, .orders],
          expireTime: end,
          createTime: now,
          updateTime: now,
          revision: try await test.lastEventID()
        )
    )
    #expect(membership == (try await test.membership(member, account)))
    var changed = account
    changed.revision = membership?.revision ?? 0
    changed.updateTime = now
    #expect(try await test.account(account.id) == changed)
  }

  @Test("may grant no permission, or every one", arguments: [[], Permission.every])
  func permissions(_ permissions: [Permission]) async throws {
    let membership = try await associate { $0.permissions = permissions }
    #expect(membership?.permissions == permissions)
    #expect(membership?.owner == false)
    #expect(membership?.expireTime == nil)
  }

  @Test("refuses an invalid permission, with its index", arguments: [0, 14, -1, 64, .max] as [Int32])
  func badPermission(_ number: Int32) async throws {
    await expectRefusal(.invalidField, field: "permissions[1]") {
      try await associate { $0.permissions = [.profile, Permission(rawValue: number)] }
    }
    #expect(try await test.account(account.id) == account)
  }

  @Test("refuses an expiry that is past, now, or not a valid time")
  func expireTime() async throws {
    let bad = [
      Timestamp(test.clock.now), Timestamp(test.clock.now + -1), Timestamp(), Timestamp(seconds: .max),
      Timestamp(seconds: .max, nanos: -1),
    ]
    for time in bad {
      await expectRefusal(.invalidField, field: "expire_time") {
        try await associate { $0.expireTime = time }
      }
    }
    let next = Timestamp(Time(microseconds: test.clock.now.microseconds + 1))
    #expect(try await associate { $0.expireTime = next }?.expireTime == next)
  }

  @Test("refuses a user who is a member already, even the owner or an expired member")
  func exists() async throws {
    func refused(_ user: User) async {
      await expectRefusal(.membershipExists, ["account_id": "\(account.id)", "user_id": "\(user.id)"]) {
        try await associate { $0.userID = user.id }
      }
    }
    await refused(owner)
    _ = try await associate { $0.expireTime = Timestamp(test.clock.now + 1) }
    await refused(member)
    test.clock.advance(seconds: 2)
    await refused(member)
    #expect(try await test.account(account.id).revision == test.lastEventID())
  }

  @Test("works on a closed account, so that its owner can be replaced and leave; an invitation is refused")
  func closed() async throws {
    _ = try await test.accounts.closeAccount(CloseAccountRequest(accountID: account.id))
    await expectRefusal(.accountClosed, ["account_id": "\(account.id)"]) {
      try await associate { $0.sendInvitation = true }
    }
    #expect(try await associate() != nil)
    let transfer = TransferOwnershipRequest(accountID: account.id, newOwnerUserID: member.id)
    _ = try await test.accounts.transferOwnership(transfer)
    _ = try await test.accounts.removeUser(RemoveUserRequest(accountID: account.id, userID: owner.id))
    _ = try await test.users.deleteUser(DeleteUserRequest(userID: owner.id))
    #expect(try await test.account(account.id).state == .closed)
    #expect(try await test.account(account.id).ownerUserID == member.id)
  }

  @Test("accepts a locked user, who has access once unlocked")
  func locked() async throws {
    _ = try await test.users.lockUser(LockUserRequest(userID: member.id))
    _ = try await associate { $0.permissions = [.orders] }
    func access() async throws -> AccessReason {
      let request = CheckPermissionRequest(userID: member.id, accountID: account.id, permission: .orders)
      return try await test.access.checkPermission(request).reason
    }
    #expect(try await access() == .userLocked)
    _ = try await test.users.unlockUser(UnlockUserRequest(userID: member.id))
    #expect(try await access() == .granted)
  }

  @Test("sends an invitation instead if requested, and creates no membership before it is accepted")
  func invitation() async throws {
    let request = AssociateUserRequest(
      accountID: account.id,
      userID: member.id,
      permissions: [.orders],
      sendInvitation: true
    )
    let response = try await test.accounts.associateUser(request)
    #expect(response.membership == nil)
    #expect(response.invitation?.email == member.email)
    #expect(response.invitation?.permissions == [.orders])
    #expect(response.invitation?.state == .pending)
    #expect(try await test.account(account.id) == account)
    let id = response.invitation!.id
    await expectRefusal(.invitationExists, ["account_id": "\(account.id)", "invitation_id": "\(id)"]) {
      try await test.accounts.associateUser(request)
    }
    #expect(try await test.pendingInvitations(account) == [response.invitation!])
  }

  @Test("refuses ids below 1 and users who do not exist")
  func ids() async throws {
    await expectRefusal(.invalidField, field: "user_id") { try await associate { $0.userID = 0 } }
    await expectRefusal(.userNotFound, ["user_id": "9"]) { try await associate { $0.userID = 9 } }
    await expectRefusal(.invalidField, field: "account_id") { try await associate { $0.accountID = -1 } }
    await expectRefusal(.accountNotFound, ["account_id": "9"]) { try await associate { $0.accountID = 9 } }
  }

  @Test("checks the account's revision")
  func revision() async throws {
    await expectRevisionMismatch(expected: 9, current: account.revision) {
      try await associate { $0.expectedRevision = 9 }
    }
    await expectRefusal(.invalidField, field: "expected_revision") {
      try await associate { $0.expectedRevision = -1 }
    }
    #expect(try await associate { $0.expectedRevision = account.revision } != nil)
  }
}

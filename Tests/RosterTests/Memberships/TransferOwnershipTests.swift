import RPC
import Roster
import RosterProto
import Testing

@Suite("Transferring ownership")
struct TransferOwnershipTests {
  private let test: TestService
  private let former: User
  private let next: User
  private let account: Account

  init() async throws {
    test = try TestService()
    former = try await test.makeUser("Former")
    next = try await test.makeUser("Next")
    account = try await test.makeAccount(owner: former)
  }

  private func transfer(
    to user: Int64,
    _ permissions: [Permission]? = nil,
    revision: Int64 = 0,
    validateOnly: Bool = false
  ) async throws -> TransferOwnershipResponse {
    try await test.accounts.transferOwnership(
      TransferOwnershipRequest(
        accountID: account.id,
        newOwnerUserID: user,
        formerOwnerPermissions: permissions.map { PermissionSet(permissions: $0) },
        expectedRevision: revision,
        validateOnly: validateOnly
      )
    )
  }

  @Test(
    "makes a member the owner; the former one keeps the given permissions, by default all",
    arguments: [
      (nil, Permission.every), ([], []), ([.orders, .quotes, .orders], [.quotes, .orders]),
    ] as [([Permission]?, [Permission])]
  )
  func transfer(_ given: [Permission]?, _ kept: [Permission]) async throws {
    try await test.associate(next, account, [.tickets], expireTime: test.clock.now + 60)
    test.clock.advance(seconds: 1)
    let response = try await transfer(to: next.id, given)
    #expect(response.account == (try await test.account(account.id)))
    #expect(response.account?.ownerUserID == next.id)
    let last = try await test.lastEventID()
    #expect(response.account?.revision == last - 2)
    #expect(response.account?.updateTime == Timestamp(test.clock.now))
    #expect(response.owner == (try await test.membership(next, account)))
    #expect(response.owner?.owner == true)
    #expect(response.owner?.permissions == Permission.every)
    #expect(response.owner?.expireTime == nil, "the end of the membership is lifted")
    #expect(response.owner?.revision == last - 1)
    #expect(response.formerOwner == (try await test.membership(former, account)))
    #expect(response.formerOwner?.owner == false)
    #expect(response.formerOwner?.permissions == kept)
    #expect(response.formerOwner?.revision == last)
    // The former owner is now a member like any other.
    _ = try await test.accounts.removeUser(RemoveUserRequest(accountID: account.id, userID: former.id))
    await expectRefusal(.ownerNotRemovable) {
      try await test.accounts.removeUser(RemoveUserRequest(accountID: account.id, userID: next.id))
    }
  }

  @Test("changes nothing in a preview, and gives the same reply as the change")
  func validateOnly() async throws {
    let before = try await test.associate(next, account, [.tickets])
    let preview = try await transfer(to: next.id, [.orders], validateOnly: true)
    #expect(try await test.account(account.id).ownerUserID == former.id)
    #expect(try await test.account(account.id).revision == before.revision)
    #expect(try await test.membership(next, account) == before)
    #expect(try await test.membership(former, account).owner)
    #expect(try await transfer(to: next.id, [.orders]) == preview)
  }

  @Test("works on a closed account, which stays closed")
  func closed() async throws {
    try await test.associate(next, account)
    _ = try await test.accounts.closeAccount(CloseAccountRequest(accountID: account.id))
    let response = try await transfer(to: next.id)
    #expect(response.account?.state == .closed)
    #expect(response.account?.ownerUserID == next.id)
  }

  @Test(
    "refuses the owner, a non-member, an expired member, a locked and an unknown user",
    arguments: [false, true]
  )
  func refusals(_ validateOnly: Bool) async throws {
    func refused(
      _ reason: ErrorReason,
      field: String? = nil,
      _ metadata: [String: String] = [:],
      to user: Int64
    )
      async
    {
      await expectRefusal(reason, field: field, metadata) {
        try await transfer(to: user, validateOnly: validateOnly)
      }
    }
    func ids(_ user: User) -> [String: String] { ["account_id": "\(account.id)", "user_id": "\(user.id)"] }
    await refused(.alreadyOwner, ids(former), to: former.id)
    await refused(.notAMember, ids(next), to: next.id)
    await refused(.userNotFound, ["user_id": "99"], to: 99)
    await refused(.invalidField, field: "new_owner_user_id", to: 0)
    try await test.associate(next, account, expireTime: test.clock.now + 1)
    test.clock.advance(seconds: 1)
    await refused(.membershipExpired, ids(next), to: next.id)
    _ = try await test.users.lockUser(LockUserRequest(userID: next.id))
    await refused(.membershipExpired, ids(next), to: next.id)
    let longer = Membership(
      accountID: account.id,
      userID: next.id,
      expireTime: Timestamp(test.clock.now + 60)
    )
    _ = try await test.accounts.updateMembership(UpdateMembershipRequest(membership: longer))
    await refused(.userLocked, ["user_id": "\(next.id)"], to: next.id)
    #expect(try await test.account(account.id).ownerUserID == former.id)
  }

  @Test("refuses an invalid permission, with its index")
  func permissions() async throws {
    try await test.associate(next, account)
    await expectRefusal(.invalidField, field: "former_owner_permissions.permissions[0]") {
      try await transfer(to: next.id, [.unspecified])
    }
  }

  @Test("checks the account's revision, even in a preview")
  func revision() async throws {
    let current = try await test.associate(next, account).revision
    await expectRevisionMismatch(expected: 1, current: current) {
      try await transfer(to: next.id, revision: 1)
    }
    await expectRevisionMismatch(expected: 9, current: current) {
      try await transfer(to: next.id, revision: 9, validateOnly: true)
    }
    await expectRefusal(.invalidField, field: "expected_revision") {
      try await transfer(to: next.id, revision: -1)
    }
    #expect(try await transfer(to: next.id, revision: current).account?.revision == current + 1)
  }

  @Test("an account has exactly one owner, who is a member, even with concurrent transfers")
  func oneOwner() async throws {
    var members: [User] = []
    for number in 0..<6 {
      let member = try await test.makeUser("M", email: "m\(number)@example.com")
      try await test.associate(member, account)
      members.append(member)
    }
    await withTaskGroup(of: Void.self) { group in
      for member in members + members {
        group.addTask { _ = try? await transfer(to: member.id) }
        group.addTask { [test, account] in
          _ = try? await test.accounts.removeUser(RemoveUserRequest(accountID: account.id, userID: member.id))
        }
      }
    }
    let users = try await test.accounts.listAccountUsers(ListAccountUsersRequest(accountID: account.id)).users
    let owners = users.filter { $0.membership?.owner == true }.map(\.user?.id)
    #expect(owners == [try await test.account(account.id).ownerUserID])
  }
}

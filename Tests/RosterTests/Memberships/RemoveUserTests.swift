import RPC
import Roster
import RosterProto
import Testing

@Suite("Removing users from accounts")
struct RemoveUserTests {
  private let test: TestService
  private let owner: User
  private let member: User
  private let account: Account
  private let membership: Membership

  init() async throws {
    test = try TestService()
    owner = try await test.makeUser("Owner")
    member = try await test.makeUser("Member")
    account = try await test.makeAccount(owner: owner)
    membership = try await test.associate(member, account, [.orders])
  }

  @discardableResult
  private func remove(_ user: User, revision: Int64 = 0) async throws -> Int64 {
    try await test.accounts.removeUser(
      RemoveUserRequest(accountID: account.id, userID: user.id, expectedRevision: revision)
    ).revision
  }

  @Test("ends the membership, changes the account, and leaves the user and other accounts unchanged")
  func remove() async throws {
    let other = try await test.makeAccount("Other", owner: owner)
    try await test.associate(member, other, [.quotes])
    test.clock.advance(seconds: 1)
    let removal = try await remove(member)
    let ids = ["account_id": "\(account.id)", "user_id": "\(member.id)"]
    await expectRefusal(.membershipNotFound, ids) { try await test.membership(member, account) }
    await expectRefusal(.membershipNotFound, ids) { try await remove(member) }
    #expect(try await test.user(member.id) == member)
    #expect(try await test.membership(member, other).permissions == [.quotes])
    let changed = try await test.account(account.id)
    #expect(changed.revision == removal)
    #expect(try await test.allEvents().last?.kind == "membership.removed")
    #expect(try await test.lastEventID() == removal)
    #expect(changed.updateTime == Timestamp(test.clock.now))
  }

  @Test("works on a closed account, and the user can be associated anew, which is another membership")
  func again() async throws {
    _ = try await test.accounts.closeAccount(CloseAccountRequest(accountID: account.id))
    try await remove(member)
    _ = try await test.accounts.reopenAccount(ReopenAccountRequest(accountID: account.id))
    let former = membership.revision
    #expect(try await test.associate(member, account).revision > former)
    await expectRevisionMismatch(expected: former, current: try await test.lastEventID()) {
      try await remove(member, revision: former)
    }
  }

  @Test("refuses to remove the owner")
  func owner() async throws {
    await expectRefusal(.ownerNotRemovable) { try await remove(owner) }
    #expect(try await test.membership(owner, account).owner)
  }

  @Test("checks the membership's revision")
  func revision() async throws {
    let current = membership.revision
    await expectRevisionMismatch(expected: 9, current: current) { try await remove(member, revision: 9) }
    await expectRefusal(.invalidField, field: "expected_revision") { try await remove(member, revision: -1) }
    try await remove(member, revision: current)
  }
}

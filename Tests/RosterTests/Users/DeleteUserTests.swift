import RPC
import Roster
import RosterProto
import Testing

@Suite("Deleting users")
struct DeleteUserTests {
  private let test = try! TestService()

  private func delete(_ id: Int64, revision: Int64 = 0) async throws {
    _ = try await test.users.deleteUser(DeleteUserRequest(userID: id, expectedRevision: revision))
  }

  @Test("deletes a user permanently, frees the address at once and never reuses the id")
  func delete() async throws {
    let ada = try await test.makeUser("Ada")
    try await delete(ada.id)
    await expectRefusal(.userNotFound, ["user_id": "\(ada.id)"]) { try await test.user(ada.id) }
    await expectRefusal(.userNotFound, ["user_id": "\(ada.id)"]) { try await delete(ada.id) }
    let again = try await test.makeUser("Ada")
    #expect(again.id == ada.id + 1)
    #expect(again.revision == ada.revision + 2, "not to be taken for the one before")
    let found = try await test.users.listUsers(ListUsersRequest(filter: UserFilter(query: "ada")))
    #expect(found.users == [again])
  }

  @Test("refuses if the user has an account, as owner, member or expired member")
  func attached() async throws {
    let ada = try await test.makeUser("Ada")
    let bob = try await test.makeUser("Bob")
    let first = try await test.makeAccount("First", owner: ada)
    let second = try await test.makeAccount("Second", owner: ada)
    await expectRefusal(.userHasAccounts, ["account_count": "2"]) { try await delete(ada.id) }

    try await test.associate(bob, first, expireTime: test.clock.now + 10)
    test.clock.advance(seconds: 20)
    await expectRefusal(.userHasAccounts, ["account_count": "1"]) { try await delete(bob.id) }
    _ = try await test.accounts.removeUser(RemoveUserRequest(accountID: first.id, userID: bob.id))
    try await delete(bob.id)

    _ = try await test.accounts.closeAccount(CloseAccountRequest(accountID: second.id))
    await expectRefusal(.userHasAccounts, ["account_count": "2"]) { try await delete(ada.id) }
  }

  @Test("checks the id and the expected revision")
  func refusals() async throws {
    let ada = try await test.makeUser("Ada")
    for id in [0, -1] as [Int64] {
      await expectRefusal(.invalidField, field: "user_id") { try await delete(id) }
    }
    await expectRevisionMismatch(expected: 2, current: 1) { try await delete(ada.id, revision: 2) }
    await expectRefusal(.invalidField, field: "expected_revision") { try await delete(ada.id, revision: -1) }
    try await delete(ada.id, revision: 1)
  }
}

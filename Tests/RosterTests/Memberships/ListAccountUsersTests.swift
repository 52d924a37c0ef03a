import RPC
import Roster
import RosterProto
import Testing

@Suite("Listing an account's users")
struct ListAccountUsersTests {
  private let test = try! TestService()

  @Test("lists the owner and all members, including expired ones, by user id, each with the membership")
  func list() async throws {
    let users = [
      try await test.makeUser("Ada"), try await test.makeUser("Bob"), try await test.makeUser("Cyd"),
      try await test.makeUser("Dan"),
    ]
    let account = try await test.makeAccount(owner: users[1])
    try await test.associate(users[3], account, [.orders])
    try await test.associate(users[0], account, expireTime: test.clock.now + 1)
    _ = try await test.makeAccount("Other", owner: users[2])
    test.clock.advance(seconds: 2)
    let response = try await test.accounts.listAccountUsers(ListAccountUsersRequest(accountID: account.id))
    #expect(response.nextPageToken.isEmpty)
    #expect(response.users.map(\.user) == [users[0], users[1], users[3]])
    for entry in response.users {
      #expect(entry.membership == (try await test.membership(entry.user!, account)))
    }
  }

  @Test("pages while members are added, and refuses the token of another account")
  func paging() async throws {
    let owner = try await test.makeUser("Owner")
    let account = try await test.makeAccount(owner: owner)
    let other = try await test.makeAccount("Other", owner: owner)
    for number in 0..<6 {
      try await test.associate(try await test.makeUser("M", email: "m\(number)@example.com"), account)
    }
    var request = ListAccountUsersRequest(accountID: account.id, pageSize: 3)
    var ids: [Int64] = []
    var sizes: [Int] = []
    var token = ""
    repeat {
      let response = try await test.accounts.listAccountUsers(request)
      ids += response.users.compactMap(\.user?.id)
      sizes.append(response.users.count)
      if !response.nextPageToken.isEmpty { token = response.nextPageToken }
      request.pageToken = response.nextPageToken
      if sizes.count == 1 {
        try await test.associate(try await test.makeUser("New"), account)
      }
    } while !request.pageToken.isEmpty
    #expect(ids == Array(1...8))
    #expect(sizes == [3, 3, 2])
    for request in [
      ListAccountUsersRequest(accountID: other.id, pageToken: token),
      ListAccountUsersRequest(accountID: account.id, pageToken: "nonsense"),
    ] {
      await expectRefusal(.invalidPageToken) { try await test.accounts.listAccountUsers(request) }
    }
    await expectRefusal(.invalidField, field: "page_size") {
      try await test.accounts.listAccountUsers(ListAccountUsersRequest(accountID: account.id, pageSize: -1))
    }
  }

  @Test("a membership is found by account and user, or the error names what is missing")
  func get() async throws {
    let owner = try await test.makeUser("Owner")
    let stranger = try await test.makeUser("Stranger")
    let account = try await test.makeAccount(owner: owner)
    #expect(try await test.membership(owner, account).owner)
    await expectRefusal(.invalidField, field: "user_id") { try await test.membership(User(), account) }
    await expectRefusal(.userNotFound, ["user_id": "9"]) { try await test.membership(User(id: 9), account) }
    await expectRefusal(.membershipNotFound, ["account_id": "1", "user_id": "\(stranger.id)"]) {
      try await test.membership(stranger, account)
    }
  }
}

import RPC
import Roster
import RosterProto
import Testing

@Suite("Listing a user's accounts")
struct ListUserAccountsTests {
  private let test = try! TestService()

  @Test("lists owned, joined, closed and expired ones by account id, each with the membership")
  func list() async throws {
    let ada = try await test.makeUser("Ada")
    let bob = try await test.makeUser("Bob")
    var accounts: [Account] = []
    for name in ["Owned", "Joined", "Closed", "Expired", "Not hers"] {
      accounts.append(try await test.makeAccount(name, owner: name == "Owned" ? ada : bob))
    }
    try await test.associate(ada, accounts[3], [.orders], expireTime: test.clock.now + 1)
    try await test.associate(ada, accounts[1], [.tickets, .profile])
    try await test.associate(ada, accounts[2])
    _ = try await test.accounts.closeAccount(CloseAccountRequest(accountID: accounts[2].id))
    test.clock.advance(seconds: 2)
    let response = try await test.users.listUserAccounts(ListUserAccountsRequest(userID: ada.id))
    #expect(response.nextPageToken.isEmpty)
    #expect(response.accounts.map(\.account?.name) == ["Owned", "Joined", "Closed", "Expired"])
    for entry in response.accounts {
      #expect(entry.account == (try await test.account(entry.account!.id)))
      #expect(entry.membership == (try await test.membership(ada, entry.account!)))
    }
  }

  @Test("goes page by page, and refuses the token of another user")
  func paging() async throws {
    let ada = try await test.makeUser("Ada")
    let bob = try await test.makeUser("Bob")
    for number in 1...5 { _ = try await test.makeAccount("\(number)", owner: ada) }
    var request = ListUserAccountsRequest(userID: ada.id, pageSize: 2)
    var names: [String] = []
    var token = ""
    repeat {
      let response = try await test.users.listUserAccounts(request)
      names += response.accounts.compactMap(\.account?.name)
      if !response.nextPageToken.isEmpty { token = response.nextPageToken }
      request.pageToken = response.nextPageToken
    } while !request.pageToken.isEmpty
    #expect(names == ["1", "2", "3", "4", "5"])
    await expectRefusal(.invalidPageToken) {
      try await test.users.listUserAccounts(ListUserAccountsRequest(userID: bob.id, pageToken: token))
    }
  }

  @Test("refuses invalid arguments and an unknown user")
  func refusals() async throws {
    await expectRefusal(.invalidField, field: "user_id") {
      try await test.users.listUserAccounts(ListUserAccountsRequest())
    }
    await expectRefusal(.invalidField, field: "page_size") {
      try await test.users.listUserAccounts(ListUserAccountsRequest(userID: 1, pageSize: -1))
    }
    await expectRefusal(.userNotFound, ["user_id": "1"]) {
      try await test.users.listUserAccounts(ListUserAccountsRequest(userID: 1))
    }
  }
}

import RPC
import Roster
import RosterProto
import Testing

@Suite("Listing accounts")
struct ListAccountsTests {
  private let test: TestService
  private let accounts: [Account]

  init() async throws {
    test = try TestService()
    let owners = [try await test.makeUser("Ada"), try await test.makeUser("Bob")]
    let names = ["Zeta", "acme", "Acme", "Ärzte", "ÄRZTE 100%", "Zeta 2"]
    for (number, name) in names.enumerated() {
      let account = try await test.makeAccount(name, owner: owners[number % 2])
      if number % 3 == 0 {
        _ = try await test.accounts.closeAccount(CloseAccountRequest(accountID: account.id))
      }
      if number % 2 == 1 { test.clock.advance(seconds: 60) }
    }
    var accounts: [Account] = []
    for id in 1...Int64(names.count) { accounts.append(try await test.account(id)) }
    self.accounts = accounts
  }

  private func list(_ filter: AccountFilter? = nil, orderBy: String = "") async throws -> [Int64] {
    let request = ListAccountsRequest(filter: filter, orderBy: orderBy)
    return try await test.accounts.listAccounts(request).accounts.map(\.id)
  }

  @Test("lists the accounts with their current state, by id")
  func all() async throws {
    #expect(try await test.accounts.listAccounts(ListAccountsRequest()).accounts == accounts)
  }

  @Test(
    "lists those that match every condition",
    arguments: [
      (AccountFilter(), [1, 2, 3, 4, 5, 6]),
      (AccountFilter(query: "ACME"), [2, 3]),
      (AccountFilter(query: "ärzte"), [4, 5]),
      (AccountFilter(query: "A\u{308}RZ"), [4, 5]),
      (AccountFilter(query: "e"), [1, 2, 3, 4, 5, 6]),
      (AccountFilter(query: "%"), [5]),
      (AccountFilter(query: "a_me"), []),
      (AccountFilter(state: .closed), [1, 4]),
      (AccountFilter(state: .active), [2, 3, 5, 6]),
      (AccountFilter(ownerUserID: 2), [2, 4, 6]),
      (AccountFilter(ownerUserID: 99), []),
      (AccountFilter(query: "zeta", state: .active, ownerUserID: 2), [6]),
      (AccountFilter(query: "zeta", state: .active, ownerUserID: 1), []),
    ] as [(AccountFilter, [Int64])]
  )
  func filters(_ filter: AccountFilter, _ expected: [Int64]) async throws {
    #expect(try await list(filter) == expected)
  }

  @Test(
    "orders by id, name and creation time, ascending and descending",
    arguments: [
      ("id", [1, 2, 3, 4, 5, 6]), ("name", [2, 3, 1, 6, 4, 5]), ("create_time", [1, 2, 3, 4, 5, 6]),
    ] as [(String, [Int64])]
  )
  func orders(_ order: String, _ expected: [Int64]) async throws {
    #expect(try await list(orderBy: order) == expected)
    #expect(try await list(orderBy: "\(order) desc") == expected.reversed())
  }

  @Test(
    "pages in every order while accounts are added",
    arguments: ["id", "name", "create_time desc"]
  )
  func paging(_ order: String) async throws {
    let expected = try await list(orderBy: order)
    let ada = try await test.user(1)
    var request = ListAccountsRequest(pageSize: 2, orderBy: order)
    var listed: [Int64] = []
    var count = 0
    repeat {
      let response = try await test.accounts.listAccounts(request)
      #expect(response.accounts.count <= 2)
      listed += response.accounts.map(\.id)
      request.pageToken = response.nextPageToken
      count += 1
      if count < 4 { _ = try await test.makeAccount(count % 2 == 0 ? "aaa" : "zzz", owner: ada) }
    } while !request.pageToken.isEmpty
    #expect(Set(listed).count == listed.count)
    #expect(listed.filter { $0 <= 6 } == expected)
  }

  @Test("refuses arguments out of bounds, naming the field")
  func refusals() async throws {
    let cases: [(ListAccountsRequest, String)] = [
      (ListAccountsRequest(pageSize: -1), "page_size"),
      (ListAccountsRequest(orderBy: "email"), "order_by"),
      (ListAccountsRequest(filter: AccountFilter(query: String(repeating: "x", count: 255))), "filter.query"),
      (ListAccountsRequest(filter: AccountFilter(state: AccountState(rawValue: 3))), "filter.state"),
      (ListAccountsRequest(filter: AccountFilter(ownerUserID: -1)), "filter.owner_user_id"),
    ]
    for (request, field) in cases {
      await expectRefusal(.invalidField, field: field) { try await test.accounts.listAccounts(request) }
    }
    let token = try await test.accounts.listAccounts(ListAccountsRequest(pageSize: 1)).nextPageToken
    for request in [
      ListAccountsRequest(filter: AccountFilter(state: .active), pageToken: token),
      ListAccountsRequest(pageToken: token, orderBy: "name"),
      ListAccountsRequest(pageToken: "x"),
    ] {
      await expectRefusal(.invalidPageToken) { try await test.accounts.listAccounts(request) }
    }
  }
}

import RPC
import Roster
import RosterProto
import TestSupport
import Testing

@Suite("Paging through users")
struct UserPagingTests {
  /// All pages, with an action after each.
  private func pages(
    _ test: TestService,
    _ request: ListUsersRequest,
    between: () async throws -> Void = {}
  ) async throws -> [[User]] {
    var request = request
    var pages: [[User]] = []
    repeat {
      let response = try await test.users.listUsers(request)
      pages.append(response.users)
      request.pageToken = response.nextPageToken
      try await between()
    } while !request.pageToken.isEmpty
    return pages
  }

  @Test(
    "lists every user once, in order, page by page",
    arguments: UserOrder.all,
    [1, 7, 39, 40, 41] as [Int32]
  )
  func complete(_ order: UserOrder, _ size: Int32) async throws {
    let model = try await UserListModel()
    for descending in [false, true] {
      let orderBy = descending ? "\(order.name) desc" : order.name
      let pages = try await pages(model.test, ListUsersRequest(pageSize: size, orderBy: orderBy))
      #expect(pages.flatMap { $0 } == order.sort(model.users, descending: descending))
      #expect(pages.dropLast().allSatisfy { $0.count == size })
      #expect(!pages.last!.isEmpty)
    }
  }

  @Test(
    "lists every user that exists throughout exactly once, while others are added and deleted",
    arguments: UserOrder.all
  )
  func changesMeanwhile(_ order: UserOrder) async throws {
    let model = try await UserListModel()
    let before = Set(model.users.map(\.id))
    var count = 0
    let listed = try await pages(model.test, ListUsersRequest(pageSize: 6, orderBy: order.name)) {
      count += 1
      let names = ["aaa", "mmm", "zzz", "ÿÿÿ"]
      let added = try await model.test.makeUser(
        names[count % 4],
        email: "\(names[count % 4])\(count)@example.com"
      )
      if count % 2 == 0 { _ = try await model.test.users.deleteUser(DeleteUserRequest(userID: added.id)) }
    }
    let ids = listed.flatMap { $0 }.map(\.id)
    #expect(Set(ids).count == ids.count)
    #expect(ids.filter(before.contains) == order.sort(model.users).map(\.id))
  }

  @Test("continues at the same place when the last user of a page is deleted")
  func deletedCursor() async throws {
    let test = try TestService()
    for name in ["Ada", "Bob", "Cyd", "Dan"] { try await test.makeUser(name) }
    let first = try await test.users.listUsers(ListUsersRequest(pageSize: 2, orderBy: "name"))
    _ = try await test.users.deleteUser(DeleteUserRequest(userID: first.users[1].id))
    let second = try await test.users.listUsers(
      ListUsersRequest(pageSize: 2, pageToken: first.nextPageToken, orderBy: "name")
    )
    #expect(second.users.map(\.firstName) == ["Cyd", "Dan"])
    #expect(second.nextPageToken.isEmpty)
  }

  @Test("uses 50 for no page size, reduces one over 1,000 and refuses a negative one")
  func pageSizes() async throws {
    let test = try TestService()
    try test.execute(
      """
      WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 1001)
      INSERT INTO users (
        email, email_key, first_name, last_name, name_key, search_text, language, create_time, update_time
      ) SELECT n || '@b', n || '@b', '', '', '', n || '@b', '', 0, 0 FROM n
      """
    )
    for (size, count) in [
      (0, 50), (1, 1), (999, 999), (1_000, 1_000), (1_001, 1_000), (5_000, 1_000), (.max, 1_000),
    ] {
      let response = try await test.users.listUsers(ListUsersRequest(pageSize: Int32(clamping: size)))
      #expect(response.users.count == count)
      #expect(!response.nextPageToken.isEmpty)
    }
    for size in [-1, Int32.min] {
      await expectRefusal(.invalidField, field: "page_size") {
        try await test.users.listUsers(ListUsersRequest(pageSize: size))
      }
    }
  }

  @Test("continues with another page size")
  func otherSize() async throws {
    let model = try await UserListModel()
    let first = try await model.test.users.listUsers(ListUsersRequest(pageSize: 3))
    let rest = try await model.test.users.listUsers(
      ListUsersRequest(pageSize: 1_000, pageToken: first.nextPageToken)
    )
    #expect(first.users + rest.users == model.users)
  }

  @Test("refuses the token of another query, a forged one and half of one")
  func badTokens() async throws {
    let model = try await UserListModel()
    let request = ListUsersRequest(filter: UserFilter(query: "example"), pageSize: 3, orderBy: "name")
    let token = try await model.test.users.listUsers(request).nextPageToken
    func refused(_ change: (inout ListUsersRequest) -> Void) async {
      var other = request
      other.pageToken = token
      change(&other)
      await expectRefusal(.invalidPageToken) { [other] in try await model.test.users.listUsers(other) }
    }
    await refused { $0.orderBy = "name desc" }
    await refused { $0.orderBy = "" }
    await refused { $0.filter = nil }
    await refused { $0.filter?.query = "exampl" }
    await refused { $0.filter?.state = .active }
    await refused { $0.pageToken = String(token.dropLast()) }
    await refused { $0.pageToken = String(token.dropFirst(4)) }
    await refused { $0.pageToken = token + token }
    await refused { $0.pageToken = "1" }
    await refused { $0.pageToken = "!" }
    await refused { $0.pageToken = String(repeating: "A", count: 44) }
    // The same arguments to another method.
    let accounts = ListAccountsRequest(
      filter: AccountFilter(query: "example"),
      pageToken: token,
      orderBy: "name"
    )
    await expectRefusal(.invalidPageToken) { try await model.test.accounts.listAccounts(accounts) }
    // Of another installation.
    let other = try await UserListModel()
    await expectRefusal(.invalidPageToken) {
      var request = request
      request.pageToken = token
      return try await other.test.users.listUsers(request)
    }
  }

  @Test("accepts a token after a restart")
  func restart() async throws {
    let directory = TemporaryDirectory()
    var token = ""
    do {
      let test = try TestService(in: directory)
      for name in ["Ada", "Bob"] { try await test.makeUser(name) }
      token = try await test.users.listUsers(ListUsersRequest(pageSize: 1)).nextPageToken
    }
    let test = try TestService(in: directory)
    let response = try await test.users.listUsers(ListUsersRequest(pageSize: 1, pageToken: token))
    #expect(response.users.map(\.firstName) == ["Bob"])
  }
}

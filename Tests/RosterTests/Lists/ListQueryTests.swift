import RPC
import RosterProto
import SQL
import SQLite
import TestSupport
import Testing

@testable import Roster

@Suite("Queries for lists")
struct ListQueryTests {
  private let directory: TemporaryDirectory
  private let db: any Connection
  private let tokens = PageTokens(key: Array(repeating: 7, count: 32))

  init() throws {
    directory = TemporaryDirectory()
    db = try directory.database.connect(.readWrite)
    try db.execute(
      script: """
        CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT NOT NULL, size INTEGER NOT NULL);
        INSERT INTO things VALUES (1, 'b', 5), (2, 'a', 5), (3, 'b', -1), (4, 'c', 0), (5, 'a', 5);
        """
    )
  }

  private func query(_ orderBy: String = "") throws(RPCError) -> ListQuery<Int64> {
    try ListQuery(
      columns: "things.id, things.name",
      from: "things",
      id: "things.id",
      orders: [
        .init("id", column: "things.id", .integer),
        .init("name", column: "things.name", .text),
        .init("size", column: "things.size", .integer),
      ],
      orderBy: orderBy,
      read: { $0.int64($1) }
    )
  }

  /// The ids of all pages of that size.
  private func pages(_ size: Int32, _ orderBy: String, _ filter: (inout ListQuery<Int64>) -> Void = { _ in })
    throws
    -> [[Int64]]
  {
    var pages: [[Int64]] = []
    var request = ListUsersRequest(pageSize: size, orderBy: orderBy)
    repeat {
      var query = try query(orderBy)
      filter(&query)
      let page = try PageRequest(of: request, tokens)
      let (rows, token) = try query.page(page, on: db)
      pages.append(rows)
      request.pageToken = token
    } while !request.pageToken.isEmpty
    return pages
  }

  @Test(
    "orders equal values by id, ascending and descending",
    arguments: [
      ("", [1, 2, 3, 4, 5]), ("id", [1, 2, 3, 4, 5]), ("id desc", [5, 4, 3, 2, 1]),
      ("name", [2, 5, 1, 3, 4]), ("name asc", [2, 5, 1, 3, 4]), ("name desc", [4, 3, 1, 5, 2]),
      ("size", [3, 4, 1, 2, 5]), ("size desc", [5, 2, 1, 4, 3]),
    ] as [(String, [Int64])]
  )
  func orders(_ orderBy: String, _ expected: [Int64]) throws {
    for size in 1...6 as ClosedRange<Int32> {
      let pages = try pages(size, orderBy)
      #expect(pages.flatMap { $0 } == expected)
      #expect(
        pages.count == (5 + Int(size) - 1) / Int(size),
        "no page is empty, and none follows a full last one"
      )
    }
  }

  @Test("conditions are combined, before and after the cursor")
  func conditions() throws {
    let pages = try pages(1, "name") { query in
      query.filter("things.size =", Int64(5))
      query.filter("things.name <> 'c'")
      query.filter("things.id IN (SELECT id FROM things WHERE name =", "a", closing: ")")
    }
    #expect(pages == [[2], [5]])
  }

  @Test("a list without rows is one empty page")
  func empty() throws {
    #expect(try pages(10, "id") { $0.filter("things.size =", Int64(99)) } == [[]])
  }

  @Test(
    "an unknown order is refused",
    arguments: ["x", "id,name", "id desc desc", "id up", "DESC", "things.id"]
  )
  func unknown(_ orderBy: String) {
    let error = #expect(throws: RPCError.self) { try query(orderBy) }
    #expect(error?.fieldViolations.map(\.field) == ["order_by"])
  }
}

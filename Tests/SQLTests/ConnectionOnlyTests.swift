import SQL
import SQLite
import TestSupport
import Testing

@Suite("The only row of a query")
struct ConnectionOnlyTests {
  private let directory = TemporaryDirectory()
  private let connection: any Connection

  private static let insert = Query("INSERT INTO things (name) VALUES ($1) RETURNING id, name")
  private static let rename = Query("UPDATE things SET name = $1 WHERE id = $2 RETURNING id, name")
  private static let count = Query("SELECT count(*) FROM things")

  init() throws {
    connection = try directory.database.connect(.readWrite)
    try connection.execute(script: "CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT) STRICT;")
  }

  private func only(_ query: Query, _ name: String, _ ids: Int64...) throws -> String {
    guard let id = ids.first else {
      return try connection.only(query, name) { "\($0.int64(0)) \($0.text(1))" }
    }
    return try connection.only(query, name, id) { "\($0.int64(0)) \($0.text(1))" }
  }

  @Test("is what an INSERT or an UPDATE with RETURNING wrote")
  func row() throws {
    #expect(try only(Self.insert, "a") == "1 a")
    #expect(try only(Self.rename, "b", 1) == "1 b")
    #expect(try connection.only(Self.count) { $0.int64(0) } == 1)
  }

  @Test("is missing by a mistake of the program, which the error names with its SQL")
  func missing() {
    let error = sqlError { try only(Self.rename, "b", 7) }
    #expect(error?.kind == .misuse)
    #expect(error?.sql == "UPDATE things SET name = $1 WHERE id = $2 RETURNING id, name")
  }
}

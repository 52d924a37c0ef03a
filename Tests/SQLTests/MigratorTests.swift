import SQL
import SQLite
import TestSupport
import Testing

@Suite("Migrations")
struct MigratorTests {
  private let directory = TemporaryDirectory()
  private let connection: any Connection

  init() throws {
    connection = try directory.database.connect(.readWrite)
  }

  private static let first = Migration(
    version: 1,
    name: "things",
    sql: "CREATE TABLE things (id INTEGER); INSERT INTO things VALUES (1);"
  )
  private static let second = Migration(
    version: 2,
    name: "names",
    sql: "ALTER TABLE things ADD COLUMN name TEXT"
  )
  private static let broken = Migration(
    version: 3,
    name: "broken",
    sql: "DELETE FROM things; DROP TABLE nothing"
  )

  private func count() throws -> Int64? {
    try connection.first(sql: "SELECT count(*) FROM things") { $0.int64(0) }
  }

  @Test("are applied in order, once, and recorded with the time")
  func applies() throws {
    #expect(try Migrator([Self.first]).migrate(connection, now: 10).map(\.version) == [1])
    let migrator = try Migrator([Self.first, Self.second])
    #expect(try migrator.status(of: connection).pending.map(\.name) == ["names"])
    #expect(try migrator.migrate(connection, now: 20).map(\.version) == [2])
    #expect(try migrator.migrate(connection, now: 30).isEmpty)
    let status = try migrator.status(of: connection)
    #expect(status.applied.map(\.name) == ["things", "names"])
    #expect(status.applied.map(\.time) == [10, 20])
    #expect(status.pending.isEmpty)
    #expect(try count() == 1)
  }

  @Test("can run Swift after their SQL, in one transaction, and are identified by its result")
  func code() throws {
    struct Failure: Error {}
    func migration(_ result: String, fails: Bool = false) -> Migration {
      Migration(
        version: 2,
        name: "doubled",
        sql: "INSERT INTO things VALUES (2)",
        code: Migration.Code(result) { db in
          _ = try db.run(sql: "INSERT INTO things SELECT id * 10 FROM things")
          if fails { throw Failure() }
        }
      )
    }
    let failing = try Migrator([Self.first, migration("tens", fails: true)])
    #expect(throws: Failure.self) { try failing.migrate(connection, now: 1) }
    #expect(try count() == 1)
    let migrator = try Migrator([Self.first, migration("tens")])
    #expect(try migrator.migrate(connection, now: 1).map(\.version) == [2])
    #expect(try count() == 4)
    #expect(try migrator.migrate(connection, now: 2).isEmpty)
    #expect(throws: MigrationError.edited(version: 2, name: "doubled")) {
      try Migrator([Self.first, migration("hundreds")]).status(of: connection)
    }
  }

  @Test("show what is pending without changing the database")
  func statusOfNew() throws {
    let reader = try directory.database.connect(.readOnly)
    #expect(try Migrator([Self.first]).status(of: reader).pending.map(\.version) == [1])
  }

  @Test("that fail are rolled back, and earlier ones are kept")
  func failure() throws {
    let migrator = try Migrator([Self.first, Self.second, Self.broken])
    #expect(throws: SQLError.self) { try migrator.migrate(connection, now: 1) }
    #expect(try migrator.status(of: connection).applied.map(\.version) == [1, 2])
    #expect(try count() == 1)
  }

  @Test("refuse one that was edited after it was applied, by name")
  func edited() throws {
    try Migrator([Self.first]).migrate(connection, now: 1)
    let migrator = try Migrator([Migration(version: 1, name: "things", sql: Self.first.sql + " ")])
    #expect(throws: MigrationError.edited(version: 1, name: "things")) {
      try migrator.migrate(connection, now: 2)
    }
  }

  @Test("refuse a database newer than the program, naming both versions")
  func newer() throws {
    try Migrator([Self.first, Self.second]).migrate(connection, now: 1)
    let error = MigrationError.newerDatabase(database: 2, program: 1)
    #expect(throws: error) { try Migrator([Self.first]).migrate(connection, now: 2) }
    #expect(error.description.contains("version 2") && error.description.contains("up to 1"))
  }

  @Test("refuse a database with a gap")
  func gap() throws {
    let migrator = try Migrator([Self.first, Self.second])
    try migrator.migrate(connection, now: 1)
    try connection.run(sql: "DELETE FROM schema_migrations WHERE version = 1")
    #expect(throws: MigrationError.gap(missing: 1, applied: 2)) { try migrator.migrate(connection, now: 2) }
  }

  @Test("refuse a list that is not 1, 2, 3, …", arguments: [[2], [1, 3], [1, 1]])
  func misnumbered(versions: [Int]) {
    #expect(throws: MigrationError.self) {
      try Migrator(versions.map { Migration(version: $0, name: "", sql: "") })
    }
  }
}

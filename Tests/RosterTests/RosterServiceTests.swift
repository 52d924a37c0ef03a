import Foundation
import RPC
import Roster
import RosterProto
import SQL
import SQLite
import TestSupport
import Testing

@Suite("A service and its database")
struct RosterServiceTests {
  private let directory = TemporaryDirectory()

  private func start() throws -> RosterService {
    try RosterService(TestService.options(in: directory))
  }

  @Test("is served again when the service has ended, with all its data")
  func again() async throws {
    let ada: User
    do {
      ada = try await TestService(in: directory).makeUser("Ada")
    }
    #expect(try await TestService(in: directory).user(ada.id) == ada)
  }

  @Test("a database newer than this release is refused, and not changed")
  func newer() throws {
    do {
      let test = try TestService(in: directory)
      try test.execute("INSERT INTO schema_migrations VALUES (\(Schema.version + 1), 'later', 0, 0)")
    }
    let error = #expect(throws: MigrationError.self) { try start() }
    #expect(error == .newerDatabase(database: Schema.version + 1, program: Schema.version))
    let version = try directory.database.connect(.readOnly)
      .first(sql: "SELECT max(version) FROM schema_migrations") { $0.int64(0) }
    #expect(version == Int64(Schema.version + 1))
  }

  @Test("a database whose migrations were edited is refused")
  func edited() throws {
    do {
      let test = try TestService(in: directory)
      try test.execute("UPDATE schema_migrations SET checksum = 0 WHERE version = 1")
    }
    #expect(throws: MigrationError.self) { try start() }
  }

  @Test("a database that cannot be opened is refused, by its path")
  func missing() {
    var options = TestService.options(in: directory)
    options.database = SQLiteDatabase(path: "/nowhere/test.db")
    let error = #expect(throws: SQLError.self) { try RosterService(options) }
    #expect(error?.kind == .cannotOpen && error?.message.contains("/nowhere/test.db") == true)
  }

  @Test("leaves one file with everything when it stops, and says so where it cannot")
  func finished() async throws {
    let recorder = LogRecorder()
    let test = try TestService(in: directory) { $0.logger = recorder.logger }
    try await test.makeUser("Ada")
    let reader = try directory.database.open(.readOnly)
    try reader.begin(.read)
    _ = try reader.first(sql: "SELECT count(*) FROM users") { $0.int64(0) }
    test.stop()
    #expect(recorder.lines.contains { $0.contains("another program has the database open") })
    reader.rollback()

    let again = try TestService(in: directory) { $0.logger = LogRecorder().logger }
    again.stop()
    let log = try FileManager.default.attributesOfItem(atPath: "\(directory.database.path)-wal")
    #expect(log[.size] as? Int == 0)
  }

  @Test("a file that is not a database is refused")
  func garbage() throws {
    try String(repeating: "no database ", count: 1_000)
      .write(toFile: directory.database.path, atomically: false, encoding: .utf8)
    #expect(throws: SQLError.self) { try start() }
  }

  @Test("only the owner can read its files")
  func modes() async throws {
    let test = try TestService(in: directory)
    try await test.makeUser("Ada")
    for file in try FileManager.default.contentsOfDirectory(atPath: directory.path) {
      let attributes = try FileManager.default.attributesOfItem(atPath: "\(directory.path)/\(file)")
      #expect(attributes[.posixPermissions] as? Int == 0o600, "\(file)")
    }
  }

  @Test("the built-in roles have this release's grants after each start, and custom roles are kept")
  func roles() throws {
    do {
      let test = try TestService(in: directory)
      try test.execute(
        """
        UPDATE roles SET grants = '';
        INSERT INTO roles (name, grants, create_time, update_time) VALUES ('mine', 'users.list', 0, 0)
        """
      )
    }
    let test = try TestService(in: directory)
    for role in BuiltInRole.all {
      let count = try test.integer(
        """
        SELECT count(*) FROM roles
        WHERE name = '\(role.name)' AND grants = '\(role.grants.names)' AND built_in = 1
        """
      )
      #expect(count == 1)
    }
    #expect(try test.integer("SELECT count(*) FROM roles WHERE name = 'mine' AND grants = 'users.list'") == 1)
  }

  @Test("data is intact after many changes of every kind")
  func integrity() async throws {
    let test = try TestService(in: directory)
    for number in 0..<30 {
      let user = try await test.makeUser("U\(number)", email: "u\(number)@example.com")
      if number % 3 == 0 { _ = try await test.makeAccount("A\(number)", owner: user) }
      if number % 3 == 1 { try await test.associate(user, try await test.account(1)) }
      if number % 3 == 2 { _ = try await test.users.deleteUser(DeleteUserRequest(userID: user.id)) }
    }
    let db = try directory.database.connect(.readOnly)
    #expect(try db.all(sql: "PRAGMA integrity_check") { $0.text(0) } == ["ok"])
    #expect(try db.all(sql: "PRAGMA foreign_key_check") { $0.text(0) } == [])
  }
}

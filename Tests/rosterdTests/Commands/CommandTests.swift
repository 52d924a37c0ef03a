import Foundation
import Roster
import RosterClient
import SQL
import SQLite
import TestSupport
import Testing

@Suite("Commands")
struct CommandTests {
  private let directory = TemporaryDirectory()

  @Test("migrate makes a database, and finds nothing to do the second time")
  func migrate() throws {
    try makeData()
    let first = try LiveServer.command("migrate", "--data", directory.data)
    #expect(first.exit == .code(0))
    #expect(first.output.contains("applied 1 ") && first.output.hasSuffix("done\n"))
    let second = try LiveServer.command("migrate", "--data", directory.data)
    #expect(second.exit == .code(0))
    #expect(second.output == "nothing to do\n")
  }

  @Test("migrate keeps away from a directory that is being served")
  func migrateServed() throws {
    try LiveServer.run(in: directory) { server in
      let result = try LiveServer.command("migrate", "--data", directory.data)
      expectRefused(result, directory.data, "process \(server.pid) ")
    }
  }

  @Test("check finds a database whole, served or not")
  func check() throws {
    try LiveServer.run(in: directory) { server in
      _ = try server.connect().createUser("ada@example.com")
      expectWhole(try LiveServer.command("check", "--data", directory.data))
    }
    expectWhole(try LiveServer.command("check", "--data", directory.data))
  }

  @Test("check tells a database that has not been migrated")
  func checkOlder() throws {
    try makeData()
    // An empty file is an empty database.
    try Data().write(to: URL(filePath: directory.serverDatabase.path))
    let result = try LiveServer.command("check", "--data", directory.data)
    expectRefused(result, "rosterd migrate --data \(directory.data)")
    #expect(result.output.contains("not applied yet"))
  }

  @Test("check tells a damaged database")
  func checkDamaged() throws {
    try LiveServer.run(in: directory) { server in
      let connection = try server.connect()
      for number in 0..<50 { _ = try connection.createUser("ada.\(number)@example.com") }
      #expect(server.stop().exit == .code(0))
    }
    // Everything into the one file, and then half of it overwritten.
    let db = try directory.serverDatabase.connect(.readWrite)
    try db.execute(script: "PRAGMA wal_checkpoint(TRUNCATE)")
    let file = try FileHandle(forUpdating: URL(filePath: directory.serverDatabase.path))
    let size = try file.seekToEnd()
    try file.seek(toOffset: size / 2)
    try file.write(contentsOf: Data(repeating: 0xa5, count: Int(size / 2)))
    try file.close()
    expectRefused(try LiveServer.command("check", "--data", directory.data), directory.data)
  }

  @Test(
    "check finds what differs from this release's schema, and says what to do",
    arguments: [
      ("DROP INDEX users_by_name", "missing: the index users_by_name:", "CREATE INDEX users_by_name"),
      ("DROP TRIGGER events_not_updated", "missing: the trigger events_not_updated:", "restore a backup"),
      ("DROP TABLE request_ids", "missing: the table request_ids,", "restore a backup"),
      ("ALTER TABLE users DROP COLUMN language", "changed: the table users:", "restore a backup"),
      ("ALTER TABLE users ADD COLUMN shoe_size INTEGER", "changed: the table users:", "restore a backup"),
      (
        "DROP INDEX users_by_name; CREATE INDEX users_by_name ON users (id)",
        "changed: the index users_by_name:", "DROP INDEX users_by_name; CREATE INDEX"
      ),
      (
        "CREATE TRIGGER spy AFTER INSERT ON users BEGIN SELECT 1; END", "unexpected: the trigger spy ",
        "drop it"
      ),
    ]
  )
  func checkSchema(change: String, finding: String, advice: String) throws {
    try makeData()
    try #require(try LiveServer.command("migrate", "--data", directory.data).exit == .code(0))
    let db = try directory.serverDatabase.connect(.readWrite)
    try db.execute(script: change)
    let result = try LiveServer.command("check", "--data", directory.data)
    expectRefused(result, directory.data, "is not as this release makes it")
    let line = result.output.split(separator: "\n").first { $0.hasPrefix(finding) }
    #expect(line?.contains(advice) == true, "\(result.output)")
    #expect(!result.output.contains("whole"))
  }

  @Test("check tells events that were cut off at the end")
  func checkEvents() throws {
    try LiveServer.run(in: directory) { _ = $0.stop() }
    // As only who has the file can, and the trigger is put back.
    let db = try directory.serverDatabase.connect(.readWrite)
    let trigger = try db.first(sql: "SELECT sql FROM sqlite_schema WHERE name = 'events_not_deleted'") {
      $0.text(0)
    }
    try db.execute(
      script: "DROP TRIGGER events_not_deleted; DELETE FROM events WHERE id > 5; \(trigger ?? "")"
    )
    let result = try LiveServer.command("check", "--data", directory.data)
    expectRefused(result, directory.data, "is damaged")
    #expect(result.output.contains("end with event 7, and they end with event 5"), "\(result.output)")
  }

  @Test("check finds nothing in statistics that an operator had SQLite make")
  func checkAnalyzed() throws {
    try makeData()
    try #require(try LiveServer.command("migrate", "--data", directory.data).exit == .code(0))
    try directory.serverDatabase.connect(.readWrite).execute(script: "ANALYZE")
    expectWhole(try LiveServer.command("check", "--data", directory.data))
  }

  @Test("check and migrate refuse a directory that is not there", arguments: ["check", "migrate"])
  func nowhere(command: String) throws {
    expectRefused(try LiveServer.command(command, "--data", directory.data), directory.data)
  }

  @Test("--version says the version alone")
  func version() throws {
    let result = try LiveServer.command("--version")
    #expect(result.exit == .code(0))
    #expect(result.output == "\(Version.current)\n")
    #expect(result.errors.isEmpty)
  }

  @Test("server and client are of one release")
  func release() {
    #expect(RosterClient.version == Version.current)
  }

  @Test(
    "--help explains",
    arguments: [
      (["--help"], ["serve", "check", "migrate"]),
      (["serve", "--help"], ["--data", "--listen", "--loops", "--log-level", "--config", "ROSTERD_DATA"]),
      (["check", "--help"], ["--data"]),
      (["migrate", "--help"], ["--data"]),
    ]
  )
  func help(arguments: [String], mentions: [String]) throws {
    let result = try ChildProcess.run(LiveServer.program, arguments)
    #expect(result.exit == .code(0))
    #expect(result.errors.isEmpty)
    for text in mentions { #expect(result.output.contains(text)) }
  }

  @Test(
    "Wrong usage exits with 2 and shows the right one",
    arguments: [
      ["dance"], ["serve", "--dance"], ["serve", "--loops", "many"], ["check"], ["migrate"],
      ["serve", "--data"],
    ]
  )
  func usage(arguments: [String]) throws {
    let result = try ChildProcess.run(LiveServer.program, arguments)
    #expect(result.exit == .code(2))
    #expect(result.output.isEmpty)
    #expect(result.errors.hasPrefix("Error: ") && result.errors.contains("Usage: rosterd"))
  }

  private func makeData() throws {
    #expect(mkdir(directory.data, 0o700) == 0)
  }

  private func expectWhole(_ result: ChildProcess.Result, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(result.exit == .code(0), "\(result.errors)", sourceLocation: sourceLocation)
    #expect(result.output.hasSuffix("the database is whole\n"), sourceLocation: sourceLocation)
  }
}

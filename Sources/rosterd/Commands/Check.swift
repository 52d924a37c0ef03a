import ArgumentParser
import Mail
import Roster
import SQL
import SQLite

/// `rosterd check`: checks that the database is not damaged and has the schema of this release.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check a data directory, also while it is served, and change nothing.",
    discussion: """
      Reads the whole database and compares its tables, indexes and triggers with those of this release. \
      Each finding is a line that says what to do. Exits with 0 if there is none, else with 1.
      """
  )

  @Option(name: .long, help: ArgumentHelp("The data directory.", valueName: "DIR"), completion: .directory)
  var data: String

  func run() throws {
    let status: Migrator.Status
    let problems: [String]
    let differences: [SchemaDifference]
    let database = DataDirectory(data).database()
    do {
      let connection = try database.open(.readOnly)
      let migrations = Schema.migrations(for: connection.dialect)
      status = try Migrator(migrations).status(of: connection)
      differences = try connection.schemaDifferences(from: Array(migrations.prefix(status.applied.count)))
      // Another schema need not say where the events end.
      let saysEnd = status.pending.isEmpty && differences.isEmpty
      let fault = saysEnd ? try connection.snapshot { try HeadsQueries.fault(connection) } : nil
      problems = try connection.integrityCheck() + [fault].compactMap { $0 }
    } catch {
      throw StartError(cannot: "check", data, error)
    }
    for migration in status.applied { print("schema \(migration.version)  \(migration.name)") }
    for migration in status.pending {
      print("schema \(migration.version)  \(migration.name)  (not applied yet)")
    }
    for problem in problems { print("damaged: \(problem.printable()): restore a backup") }
    for difference in differences { print(difference.advice(for: database.path)) }
    guard problems.isEmpty else {
      throw StartError("the database in \(data) is damaged: restore it from a backup")
    }
    guard differences.isEmpty else {
      throw StartError(
        "the database in \(data) is not as this release makes it: do what the lines above say"
      )
    }
    guard status.pending.isEmpty else {
      throw StartError(
        "the database in \(data) is older than this release: run rosterd migrate --data \(data)"
      )
    }
    print("the database is whole")
  }
}

extension SchemaDifference {
  /// The problem, and what to do, in one line.
  fileprivate func advice(for path: String) -> String {
    let line = sql.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    switch (kind, type) {
    case (.missing, "index"):
      return "missing: the index \(name): stop the server and make it again: sqlite3 \(path) '\(line)'"
    case (.missing, "trigger"):
      return "missing: the trigger \(name): what it guards may have changed since: restore a backup"
    case (.missing, _):
      return "missing: the \(type) \(name), with its rows: restore a backup"
    case (.changed, "index"):
      return "changed: the index \(name): stop the server and make it again: "
        + "sqlite3 \(path) 'DROP INDEX \(name); \(line)'"
    case (.changed, _):
      return "changed: the \(type) \(name): restore a backup, or bring it back to: \(line)"
    case (.unexpected, _):
      // Without a command to copy, because the name may contain any characters.
      return
        "unexpected: the \(type) \(name.printable()) is none of this release's: stop the server and drop it"
    }
  }
}

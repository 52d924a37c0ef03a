import ArgumentParser
import Roster
import SQL
import SQLite

/// `rosterd check`: is the database whole, and does it fit this release?
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check a data directory, served or not, and change nothing.",
    discussion: "Exits with 0 when the database is whole and at this release's schema, else with 1."
  )

  @Option(name: .long, help: ArgumentHelp("The data directory.", valueName: "DIR"), completion: .directory)
  var data: String

  func run() throws {
    let status: Migrator.Status
    let problems: [String]
    do {
      let connection = try RosterService.database(in: data).open(.readOnly)
      status = try Migrator(Schema.migrations(for: connection.dialect)).status(of: connection)
      problems = try connection.integrityCheck()
    } catch {
      throw StartError(cannot: "check", data, error)
    }
    for migration in status.applied { print("schema \(migration.version)  \(migration.name)") }
    for migration in status.pending {
      print("schema \(migration.version)  \(migration.name)  (not applied yet)")
    }
    for problem in problems { print("damaged: \(problem)") }
    guard problems.isEmpty else {
      throw StartError("the database in \(data) is damaged: restore it from a backup")
    }
    guard status.pending.isEmpty else {
      throw StartError(
        "the database in \(data) is older than this release: run rosterd migrate --data \(data)"
      )
    }
    print("the database is whole")
  }
}

import ArgumentParser
import Roster
import SQL

/// `rosterd migrate`: migrates a database to this release's schema without serving it.
struct Migrate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Migrate a data directory to this release's schema.",
    discussion: "serve does the same when it starts. The server must not be running."
  )

  @Option(name: .long, help: ArgumentHelp("The data directory.", valueName: "DIR"), completion: .directory)
  var data: String

  func run() throws {
    let directory = DataDirectory(data)
    try directory.checkAccess()
    do {
      let applied = try withExtendedLifetime(try directory.lock()) {
        try RosterService.migrate(directory.database(), now: WallClock.system.now())
      }
      for migration in applied { print("applied \(migration.version)  \(migration.name)") }
      print(applied.isEmpty ? "nothing to do" : "done")
    } catch {
      throw StartError(cannot: "migrate", data, error)
    }
  }
}

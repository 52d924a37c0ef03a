import ArgumentParser
import RosterClient

struct Info: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "info",
    abstract: "Show the server's version and limits.",
    discussion: """
      EXAMPLES
        rosterctl info -o json
      """
  )

  @OptionGroup var options: GlobalOptions

  var purpose: String { "get the server's description" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    console.showRecord(try await roster.system.getServerInfo())
  }
}

import ArgumentParser
import RosterClient

struct WhoAmI: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "whoami",
    abstract: "Show the principal of the token, and its role and grants.",
    discussion: """
      EXAMPLES
        rosterctl whoami
        rosterctl whoami --context production -o json
      """
  )

  @OptionGroup var options: GlobalOptions

  var purpose: String { "tell who the token speaks as" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    console.showRecord(try await roster.system.getCaller())
  }
}

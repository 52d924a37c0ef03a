import ArgumentParser
import RosterClient

struct RolesGet: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "get",
    abstract: "Show a role and its grants.",
    discussion: """
      EXAMPLES
        rosterctl roles get support
      """
  )

  @Argument(help: "The role, by name.", completion: .roles)
  var role: String

  @OptionGroup var options: GlobalOptions

  var purpose: String { "get role \(role)" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    console.showRecord(try await roster.role(role, purpose))
  }
}

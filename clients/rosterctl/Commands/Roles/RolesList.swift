import ArgumentParser
import RosterClient

struct RolesList: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List roles, those built in included.",
    discussion: """
      EXAMPLES
        rosterctl roles list
      """,
    aliases: ["ls"]
  )

  @OptionGroup(title: "How much") var paging: PagingOptions

  @OptionGroup var options: GlobalOptions

  var purpose: String { "list roles" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    try await console.list(paging) { roster.roles.list(pageSize: $0) }
  }
}

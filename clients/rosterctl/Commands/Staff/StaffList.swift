import ArgumentParser
import RosterClient

struct StaffList: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List principals.",
    discussion: """
      Lists the principals that match all filters.

      EXAMPLES
        rosterctl staff list
        rosterctl staff list --kind service --role portal
      """,
    aliases: ["ls"]
  )

  @Option(help: "The kind.")
  var kind: PrincipalKind?

  @Option(help: ArgumentHelp("The role.", valueName: "role"), completion: .roles)
  var role = ""

  @OptionGroup(title: "Paging") var paging: PagingOptions

  @OptionGroup var options: GlobalOptions

  var purpose: String { "list principals" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    try await console.list(paging) { pageSize in
      roster.staff.listPrincipals(kind: kind ?? .unspecified, role: role, pageSize: pageSize)
    }
  }
}

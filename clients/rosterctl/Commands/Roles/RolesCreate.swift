import ArgumentParser
import RosterClient

struct RolesCreate: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "create",
    abstract: "Create a role.",
    discussion: """
      Grants: \(GrantsArgument.all.joined(separator: ", ")).

      EXAMPLES
        rosterctl roles create night-shift --grants users.list,users.read,users.update
      """
  )

  @Argument(help: "The name: lower-case letters, digits and -.")
  var role: String

  @Option(help: ArgumentHelp("The grants: comma-separated names, or none.", valueName: "names"))
  var grants: GrantsArgument

  @OptionGroup var options: GlobalOptions

  var purpose: String { "create role \(role)" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    console.show(try await roster.staff.createRole(name: role, grants: grants.names))
  }
}

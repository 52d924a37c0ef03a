import ArgumentParser
import RosterClient

struct StaffCreate: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "create",
    abstract: "Create a principal. It has no key yet.",
    discussion: """
      'keys create' makes its first key.

      EXAMPLES
        rosterctl staff create "Eve Moss" --role support
        rosterctl staff create billing --kind service --role service
      """
  )

  @Argument(help: "The name shown in events. It must be unique; case does not matter.")
  var name: String

  @Option(help: "Whether it is a person or a program.")
  var kind = PrincipalKind.staff

  @Option(
    help: ArgumentHelp("The role; 'roles list' shows the roles.", valueName: "role"),
    completion: .roles
  )
  var role: String

  @OptionGroup var options: GlobalOptions

  var purpose: String { "create principal \(name)" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    console.show(try await roster.staff.createPrincipal(kind, name: name, role: role))
  }
}

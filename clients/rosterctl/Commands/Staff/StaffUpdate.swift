import ArgumentParser
import RosterClient

struct StaffUpdate: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "update",
    abstract: "Change a principal's name or role.",
    discussion: """
      It takes effect with the next call.

      EXAMPLES
        rosterctl staff update 2 --role administrator
      """
  )

  @Argument(help: "The principal, by id or name.")
  var principal: PrincipalReference

  @Option(help: ArgumentHelp("The new name.", valueName: "name"))
  var name: String?

  @Option(help: ArgumentHelp("The new role.", valueName: "role"), completion: .roles)
  var role: String?

  @OptionGroup var revision: RevisionOption
  @OptionGroup var options: GlobalOptions

  var purpose: String { "update principal \(principal)" }

  func validate() throws {
    guard name != nil || role != nil else {
      throw ValidationError("Pass at least one change: --name or --role.")
    }
  }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    let id = try await principal.id(at: roster)
    let changes = PrincipalChanges(name: name, role: role)
    console.show(
      try await roster.staff.updatePrincipal(
        id: id,
        changes,
        expectedRevision: revision.expectedRevision
      )
    )
  }
}

import ArgumentParser
import RosterClient

struct RolesUpdate: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "update",
    abstract: "Change a role's grants, for every principal with the role.",
    discussion: """
      --grants replaces the present grants; --add and --remove change them, and fail if \
      the role has changed in the meantime. Built-in roles cannot be changed.

      EXAMPLES
        rosterctl roles update night-shift --add mail.manage
      """
  )

  @Argument(help: "The role, by name.", completion: .roles)
  var role: String

  @Option(
    help: ArgumentHelp(
      "The grants, replacing the present ones: comma-separated names, or none.",
      valueName: "names"
    )
  )
  var grants: GrantsArgument?

  @Option(help: ArgumentHelp("Grants to add, comma-separated.", valueName: "names"))
  var add: GrantsArgument?

  @Option(help: ArgumentHelp("Grants to remove, comma-separated.", valueName: "names"))
  var remove: GrantsArgument?

  @OptionGroup var revision: RevisionOption
  @OptionGroup var options: GlobalOptions

  var purpose: String { "update role \(role)" }

  func validate() throws {
    guard (grants != nil) != (add != nil || remove != nil) else {
      throw ValidationError("Pass either --grants, or --add and --remove.")
    }
  }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    var expectedRevision = revision.expectedRevision
    var names = grants?.names ?? []
    if grants == nil {
      let present = try await roster.role(role, purpose)
      let removed = Set(remove?.names ?? [])
      names = (present.grants + (add?.names ?? [])).filter { !removed.contains($0) }
      if expectedRevision == 0 { expectedRevision = present.revision }
    }
    console.show(
      try await roster.staff.updateRole(name: role, grants: names, expectedRevision: expectedRevision)
    )
  }
}

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

struct RolesDelete: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "delete",
    abstract: "Delete a role that no principal has.",
    discussion: """
      It asks for confirmation; without a terminal --yes is required.

      EXAMPLES
        rosterctl roles delete night-shift
      """,
    aliases: ["rm"]
  )

  @Argument(help: "The role, by name.", completion: .roles)
  var role: String

  @OptionGroup var revision: RevisionOption
  @OptionGroup var options: GlobalOptions

  var purpose: String { "delete role \(role)" }

  var confirmation: String? { "Delete role \(role)?" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    let deletion = try await roster.staff.deleteRole(name: role, expectedRevision: revision.expectedRevision)
    console.done(
      "Deleted role \(role).",
      ["deleted": true, "role": .string(role), "revision": .int(deletion)]
    )
  }
}

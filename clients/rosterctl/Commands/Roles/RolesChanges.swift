import ArgumentParser
import RosterClient

struct RolesCreate: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "create",
    abstract: "Make a role.",
    discussion: """
      The grants there are: 'rosterctl roles list' shows them all with the role owner.

      EXAMPLES
        rosterctl roles create night-shift --grants users.list,users.read,users.update
      """
  )

  @Argument(help: "What it is called: lower-case letters, digits and -.")
  var role: String

  @Option(help: ArgumentHelp("What it allows: names with commas between, or none.", valueName: "names"))
  var grants: GrantsArgument

  @OptionGroup var options: GlobalOptions

  var purpose: String { "create role \(role)" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    console.show(try await roster.roles.create(name: role, grants: grants.names))
  }
}

struct RolesUpdate: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "update",
    abstract: "Change what a role allows, for every principal that has it.",
    discussion: """
      --grants replaces what there is; --add and --remove change it, and do so only if nobody else has in \
      the meantime. The roles built in stay as they are.

      EXAMPLES
        rosterctl roles update night-shift --add mail.manage
      """
  )

  @Argument(help: "The role, by name.", completion: .roles)
  var role: String

  @Option(help: ArgumentHelp("All that it allows: names with commas between, or none.", valueName: "names"))
  var grants: GrantsArgument?

  @Option(help: ArgumentHelp("What it allows besides.", valueName: "names"))
  var add: GrantsArgument?

  @Option(help: ArgumentHelp("What it allows no more.", valueName: "names"))
  var remove: GrantsArgument?

  @OptionGroup var revision: RevisionOption
  @OptionGroup var options: GlobalOptions

  var purpose: String { "update role \(role)" }

  func validate() throws {
    guard (grants != nil) != (add != nil || remove != nil) else {
      throw ValidationError("Either --grants, or --add and --remove.")
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
      try await roster.roles.update(name: role, grants: names, expectedRevision: expectedRevision)
    )
  }
}

struct RolesDelete: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "delete",
    abstract: "Delete a role that no principal has.",
    discussion: """
      It asks first; off a terminal it asks for --yes.

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
    let deletion = try await roster.roles.delete(name: role, expectedRevision: revision.expectedRevision)
    console.done(
      "Deleted role \(role).",
      ["deleted": true, "role": .string(role), "revision": .int(deletion)]
    )
  }
}

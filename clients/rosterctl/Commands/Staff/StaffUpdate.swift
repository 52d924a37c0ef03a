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

struct StaffDelete: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "delete",
    abstract: "Delete a principal and revoke its keys. This cannot be undone.",
    discussion: """
      It asks for confirmation; without a terminal --yes is required.

      EXAMPLES
        rosterctl staff delete 2
      """,
    aliases: ["rm"]
  )

  @Argument(help: "The principal, by id or name.")
  var principal: PrincipalReference

  @OptionGroup var revision: RevisionOption
  @OptionGroup var options: GlobalOptions

  var purpose: String { "delete principal \(principal)" }

  var confirmation: String? { "Delete principal \(principal) and revoke its keys? This cannot be undone." }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    let id = try await principal.id(at: roster)
    let deletion = try await roster.staff.deletePrincipal(id: id, expectedRevision: revision.expectedRevision)
    console.done(
      "Deleted principal \(principal).",
      ["deleted": true, "principal_id": .int(id), "revision": .int(deletion)]
    )
  }
}

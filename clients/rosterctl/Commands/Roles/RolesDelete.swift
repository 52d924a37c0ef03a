import ArgumentParser
import RosterClient

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

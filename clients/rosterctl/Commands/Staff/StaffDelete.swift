import ArgumentParser
import RosterClient

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

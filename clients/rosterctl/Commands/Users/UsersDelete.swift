import ArgumentParser
import RosterClient

struct UsersDelete: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "delete",
    abstract: "Delete a user who is a member of no account. This cannot be undone.",
    discussion: """
      It asks for confirmation; without a terminal --yes is required.

      EXAMPLES
        rosterctl users delete bob@example.com
        rosterctl users delete 2 --yes
      """,
    aliases: ["rm"]
  )

  @Argument(help: "The user, by id or e-mail address.")
  var user: UserReference

  @OptionGroup var revision: RevisionOption
  @OptionGroup var options: GlobalOptions

  var purpose: String { "delete user \(user)" }

  var confirmation: String? { "Delete user \(user)? This cannot be undone." }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    let id = try await user.id(at: roster)
    let deletion = try await roster.users.deleteUser(id: id, expectedRevision: revision.expectedRevision)
    console.done(
      "Deleted user \(user).",
      ["deleted": true, "user_id": .int(id), "revision": .int(deletion)]
    )
  }
}

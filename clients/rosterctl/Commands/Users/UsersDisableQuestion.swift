import ArgumentParser
import RosterClient

struct UsersDisableQuestion: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "disable-question",
    abstract: "Remove a user's security question and its answer.",
    discussion: """
      Only the user can set a new one. It asks for confirmation; without a terminal --yes is required.

      EXAMPLES
        rosterctl users disable-question bob@example.com
      """
  )

  @Argument(help: "The user, by id or e-mail address.")
  var user: UserReference

  @OptionGroup var revision: RevisionOption
  @OptionGroup var options: GlobalOptions

  var purpose: String { "remove the security question of user \(user)" }

  var confirmation: String? {
    "Remove the security question of user \(user), which only the user can set again?"
  }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    let id = try await user.id(at: roster)
    console.showRecord(
      try await roster.users.disableSecurityQuestion(id: id, expectedRevision: revision.expectedRevision)
    )
  }
}

import ArgumentParser
import RosterClient

struct UsersDisableTwoFactor: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "disable-2fa",
    abstract: "Disable a user's second factor.",
    discussion: """
      Sign-in no longer asks for it. Only the user can enable it again. It asks for \
      confirmation; without a terminal --yes is required.

      EXAMPLES
        rosterctl users disable-2fa bob@example.com
      """
  )

  @Argument(help: "The user, by id or e-mail address.")
  var user: UserReference

  @OptionGroup var revision: RevisionOption
  @OptionGroup var options: GlobalOptions

  var purpose: String { "disable the second factor of user \(user)" }

  var confirmation: String? {
    "Disable the second factor of user \(user), which only the user can enable again?"
  }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    let id = try await user.id(at: roster)
    console.showRecord(
      try await roster.users.disableTwoFactor(id: id, expectedRevision: revision.expectedRevision)
    )
  }
}

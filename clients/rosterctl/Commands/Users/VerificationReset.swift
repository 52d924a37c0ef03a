import ArgumentParser
import RosterClient

struct VerificationReset: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "reset",
    abstract: "Reset a verification to none, and clear its note.",
    discussion: """
      The user's last order is kept. It asks for confirmation; without a terminal --yes is required.

      EXAMPLES
        rosterctl users verification reset ada@example.com
      """
  )

  @Argument(help: "The user, by id or e-mail address.")
  var user: UserReference

  @OptionGroup var revision: RevisionOption
  @OptionGroup var options: GlobalOptions

  var purpose: String { "reset the verification of user \(user)" }

  var confirmation: String? { "Reset the verification of user \(user) and clear its note?" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    let id = try await user.id(at: roster)
    console.show(
      try await roster.users.resetVerification(ofUser: id, expectedRevision: revision.expectedRevision)
    )
  }
}

import ArgumentParser
import RosterClient

struct VerificationInitiate: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "initiate",
    abstract: "Ask a user to prove their identity.",
    discussion: """
      The user must have placed an order. A failed or expired verification is started again.

      EXAMPLES
        rosterctl users verification initiate ada@example.com
      """
  )

  @Argument(help: "The user, by id or e-mail address.")
  var user: UserReference

  @OptionGroup var revision: RevisionOption
  @OptionGroup var options: GlobalOptions

  var purpose: String { "initiate the verification of user \(user)" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    let id = try await user.id(at: roster)
    console.show(
      try await roster.users.initiateVerification(ofUser: id, expectedRevision: revision.expectedRevision)
    )
  }
}

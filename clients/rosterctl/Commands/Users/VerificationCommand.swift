import ArgumentParser
import RosterClient

struct VerificationCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verification",
    abstract: "Whether a user is who they say they are.",
    subcommands: [
      VerificationShow.self, VerificationInitiate.self, VerificationRecord.self, VerificationReset.self,
      VerificationOrder.self,
    ]
  )
}

struct VerificationShow: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show how far the verification of a user's identity has come.",
    discussion: """
      EXAMPLES
        rosterctl users verification show ada@example.com
      """
  )

  @Argument(help: "The user, by id or e-mail address.")
  var user: UserReference

  @OptionGroup var options: GlobalOptions

  var purpose: String { "show the verification of user \(user)" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    let id = try await user.id(at: roster)
    console.showRecord(try await roster.users.verification(ofUser: id))
  }
}

struct VerificationInitiate: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "initiate",
    abstract: "Ask a user to prove their identity.",
    discussion: """
      The user has to have placed an order, and a verification that failed or expired begins anew.

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

import ArgumentParser
import RosterClient

struct VerificationShow: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show the state of a user's identity verification.",
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
    console.showRecord(try await roster.users.getVerification(ofUser: id))
  }
}

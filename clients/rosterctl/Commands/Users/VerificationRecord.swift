import ArgumentParser
import RosterClient

struct VerificationRecord: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "record",
    abstract: "Record that a proof of identity was submitted, accepted or rejected.",
    discussion: """
      EXAMPLES
        rosterctl users verification record ada@example.com submitted
        rosterctl users verification record ada@example.com verified --note "passport seen by Eve"
      """
  )

  /// The stages that can be recorded; the server sets the others.
  enum Outcome: String, CaseIterable, ExpressibleByArgument {
    case submitted
    case verified
    case failed

    var stage: Verification {
      switch self {
      case .submitted: .submitted
      case .verified: .verified
      case .failed: .failed
      }
    }
  }

  @Argument(help: "The user, by id or e-mail address.")
  var user: UserReference

  @Argument(help: "The result.")
  var outcome: Outcome

  @Option(help: ArgumentHelp("A note; it replaces the note before.", valueName: "text"))
  var note = ""

  @OptionGroup var revision: RevisionOption
  @OptionGroup var options: GlobalOptions

  var purpose: String { "record the verification of user \(user) as \(outcome)" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    let id = try await user.id(at: roster)
    let verification = try await roster.users.recordVerification(
      ofUser: id,
      outcome.stage,
      note: note,
      expectedRevision: revision.expectedRevision
    )
    console.show(verification)
  }
}

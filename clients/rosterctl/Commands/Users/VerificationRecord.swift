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

struct VerificationOrder: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "order",
    abstract: "Record that a user has placed an order, so that they can be verified.",
    discussion: """
      The latest order is kept.

      EXAMPLES
        rosterctl users verification order ada@example.com
        rosterctl users verification order 1 --time 2026-07-01T09:30:00Z
      """
  )

  @Argument(help: "The user, by id or e-mail address.")
  var user: UserReference

  @Option(
    help: ArgumentHelp("When: a time, a date, or -3d (default: now).", valueName: "time")
  )
  var time: TimeArgument?

  @OptionGroup var options: GlobalOptions

  var purpose: String { "record an order of user \(user)" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    let id = try await user.id(at: roster)
    let time = time?.time(now: console.presentation.now)
    console.show(try await roster.users.recordOrder(ofUser: id, at: time))
  }
}

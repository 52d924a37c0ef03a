import ArgumentParser
import RosterClient

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

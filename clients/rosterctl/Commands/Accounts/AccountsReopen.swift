import ArgumentParser
import RosterClient

struct AccountsReopen: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "reopen",
    abstract: "Reopen a closed account: its members have access again.",
    discussion: """
      EXAMPLES
        rosterctl accounts reopen 1
      """
  )

  @Argument(help: "The account, by id.")
  var account: Identifier

  @OptionGroup var revision: RevisionOption
  @OptionGroup var options: GlobalOptions

  var purpose: String { "reopen account \(account)" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    console.show(
      try await roster.accounts.reopenAccount(id: account.id, expectedRevision: revision.expectedRevision)
    )
  }
}

import ArgumentParser
import RosterClient

struct AccountsClose: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "close",
    abstract: "Close an account: nobody may act on it any more.",
    discussion: """
      Members and their permissions are kept; 'accounts reopen' brings them back. It asks first; off a \
      terminal it asks for --yes.

      EXAMPLES
        rosterctl accounts close 1
      """
  )

  @Argument(help: "The account, by id.")
  var account: Identifier

  @OptionGroup var revision: RevisionOption
  @OptionGroup var options: GlobalOptions

  var purpose: String { "close account \(account)" }

  var confirmation: String? { "Close account \(account), so that nobody may act on it?" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    console.show(try await roster.accounts.close(id: account.id, expectedRevision: revision.expectedRevision))
  }
}

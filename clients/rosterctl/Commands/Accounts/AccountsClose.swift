import ArgumentParser
import RosterClient

struct AccountsClose: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "close",
    abstract: "Close an account: all access to it is denied.",
    discussion: """
      Members and permissions are kept; 'accounts reopen' restores access. It asks for \
      confirmation; without a terminal --yes is required.

      EXAMPLES
        rosterctl accounts close 1
      """
  )

  @Argument(help: "The account, by id.")
  var account: Identifier

  @OptionGroup var revision: RevisionOption
  @OptionGroup var options: GlobalOptions

  var purpose: String { "close account \(account)" }

  var confirmation: String? { "Close account \(account) and deny all access to it?" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    console.show(
      try await roster.accounts.closeAccount(id: account.id, expectedRevision: revision.expectedRevision)
    )
  }
}

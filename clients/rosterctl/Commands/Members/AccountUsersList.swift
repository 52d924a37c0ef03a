import ArgumentParser
import RosterClient

/// What `members list` and `accounts users` have in common.
struct AccountUsersList: ParsableArguments {
  @Argument(help: "The account, by id.")
  var account: Identifier

  @OptionGroup(title: "Paging") var paging: PagingOptions

  var purpose: String { "list the users of account \(account)" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    try await console.list(paging) { AccountEntry.list(of: account.id, pageSize: $0, from: roster.accounts) }
  }
}

import ArgumentParser
import RosterClient

struct MembersList: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List an account's owner, members and pending invitations.",
    discussion: """
      Expired memberships are listed too. Pending invitations are at the end, with the role 'invited' and \
      their expiry. LAST LOGIN is the last login to this account.

      EXAMPLES
        rosterctl members list 1
        rosterctl members list 1 -o wide
      """,
    aliases: ["ls"]
  )

  @OptionGroup var list: AccountUsersList
  @OptionGroup var options: GlobalOptions

  var purpose: String { list.purpose }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    try await list.run(roster, console)
  }
}

/// The same list, under the noun accounts.
struct AccountsUsers: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "users",
    abstract: "List an account's owner, members and pending invitations, as 'members list' does.",
    discussion: """
      EXAMPLES
        rosterctl accounts users 1
      """
  )

  @OptionGroup var list: AccountUsersList
  @OptionGroup var options: GlobalOptions

  var purpose: String { list.purpose }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    try await list.run(roster, console)
  }
}

/// The common part of both commands.
struct AccountUsersList: ParsableArguments {
  @Argument(help: "The account, by id.")
  var account: Identifier

  @OptionGroup(title: "Paging") var paging: PagingOptions

  var purpose: String { "list the users of account \(account)" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    try await console.list(paging) { AccountEntry.list(of: account.id, pageSize: $0, from: roster.accounts) }
  }
}

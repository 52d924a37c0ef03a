import ArgumentParser
import RosterClient

struct UsersAccounts: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "accounts",
    abstract: "List the accounts a user owns or is a member of.",
    discussion: """
      Closed accounts and expired memberships are listed too.

      EXAMPLES
        rosterctl users accounts ada@example.com
      """
  )

  @Argument(help: "The user, by id or e-mail address.")
  var user: UserReference

  @OptionGroup(title: "Paging") var paging: PagingOptions
  @OptionGroup var options: GlobalOptions

  var purpose: String { "list the accounts of user \(user)" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    let id = try await user.id(at: roster)
    try await console.list(paging) { roster.users.listUserAccounts(ofUser: id, pageSize: $0) }
  }
}

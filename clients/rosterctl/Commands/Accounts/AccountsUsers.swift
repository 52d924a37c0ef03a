import ArgumentParser
import RosterClient

/// The list of ``MembersList``, under the noun accounts.
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

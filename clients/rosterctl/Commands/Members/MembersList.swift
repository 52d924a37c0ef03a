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

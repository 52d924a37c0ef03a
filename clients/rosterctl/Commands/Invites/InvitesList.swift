import ArgumentParser
import RosterClient

struct InvitesList: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List invitations in any state.",
    discussion: """
      Lists the invitations that match all filters.

      EXAMPLES
        rosterctl invites list --account 1 --state pending
        rosterctl invites list --email carol@example.com -o wide
      """,
    aliases: ["ls"]
  )

  @Option(help: ArgumentHelp("The account.", valueName: "account"))
  var account: Identifier?

  @Option(help: ArgumentHelp("The address it was sent to.", valueName: "address"))
  var email = ""

  @Option(help: "The state.")
  var state: InvitationState?

  @Option(
    help: ArgumentHelp(
      "id, email, create_time or expire_time; add ' desc' for descending order.",
      valueName: "field"
    ),
    completion: .list(["id", "email", "create_time", "expire_time"])
  )
  var orderBy = "id"

  @OptionGroup(title: "Paging") var paging: PagingOptions

  @OptionGroup var options: GlobalOptions

  var purpose: String { "list invitations" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    let filter = InvitationFilter(accountID: account?.id ?? 0, email: email, state: state ?? .unspecified)
    try await console.list(paging) {
      roster.invitations.listInvitations(filter, orderBy: orderBy, pageSize: $0)
    }
  }
}

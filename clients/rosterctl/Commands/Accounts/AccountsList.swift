import ArgumentParser
import RosterClient

struct AccountsList: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List accounts.",
    discussion: """
      Lists the accounts that match all filters.

      EXAMPLES
        rosterctl accounts list --query engines --state active
        rosterctl accounts list --owner ada@example.com -o json
      """,
    aliases: ["ls"]
  )

  @Option(help: ArgumentHelp("Text in the name; case does not matter.", valueName: "text"))
  var query = ""

  @Option(help: "The state.")
  var state: AccountState?

  @Option(help: ArgumentHelp("The owner, by id or e-mail address.", valueName: "user"))
  var owner: UserReference?

  @Option(
    help: ArgumentHelp("id, name or create_time; add ' desc' for descending order.", valueName: "field"),
    completion: .list(["id", "name", "create_time"])
  )
  var orderBy = "id"

  @OptionGroup(title: "Paging") var paging: PagingOptions
  @OptionGroup var options: GlobalOptions

  var purpose: String { "list accounts" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    let ownerID = try await owner?.id(at: roster)
    let filter = AccountFilter(query: query, state: state ?? .unspecified, ownerUserID: ownerID ?? 0)
    try await console.list(paging) { roster.accounts.listAccounts(filter, orderBy: orderBy, pageSize: $0) }
  }
}

import ArgumentParser
import RosterClient

struct UsersList: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List users.",
    discussion: """
      2FA shows a shield if the user signs in with a second factor, SQ a question mark if a security \
      question is set. Times are in UTC. Lists the users that match all filters.

      EXAMPLES
        rosterctl users list --query lovelace
        rosterctl users list --two-factor no --last-login-after -30d
        rosterctl users list --order-by "last_login_time desc" --limit 10
        rosterctl users list --account 7 --all -o csv > users.csv
      """,
    aliases: ["ls"]
  )

  @OptionGroup(title: "Filters") var filter: UserFilterOptions

  @Option(
    help: ArgumentHelp(
      "id, name, email, create_time or last_login_time; add ' desc' for descending order.",
      valueName: "field"
    ),
    completion: .list(["id", "name", "email", "create_time", "last_login_time"])
  )
  var orderBy = "id"

  @OptionGroup(title: "Paging") var paging: PagingOptions
  @OptionGroup var options: GlobalOptions

  var purpose: String { "list users" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    let filter = filter.filter(now: console.presentation.now)
    try await console.list(paging) { pageSize in
      roster.users.listUsers(filter, orderBy: orderBy, pageSize: pageSize)
    }
  }
}

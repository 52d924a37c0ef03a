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

/// The filters of a list of users.
struct UserFilterOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Text in the name or e-mail address; case does not matter.", valueName: "text"))
  var query = ""

  @Option(help: ArgumentHelp("Signs in with a second factor.", valueName: "yes|no"))
  var twoFactor: YesNo?

  @Option(help: ArgumentHelp("Has set a security question.", valueName: "yes|no"))
  var securityQuestion: YesNo?

  @Option(help: ArgumentHelp("Has a verified e-mail address.", valueName: "yes|no"))
  var emailVerified: YesNo?

  @Option(help: "The state.")
  var state: UserState?

  @Option(help: ArgumentHelp("The stage of the identity verification.", valueName: "stage"))
  var verification: Verification?

  @Option(help: ArgumentHelp("Owns this account or is a member of it.", valueName: "account"))
  var account: Identifier?

  @Option(
    help: ArgumentHelp("Last signed in at this time or later: a time, a date, or -30d.", valueName: "time")
  )
  var lastLoginAfter: TimeArgument?

  @Option(help: ArgumentHelp("Last signed in before this time.", valueName: "time"))
  var lastLoginBefore: TimeArgument?

  @Option(help: ArgumentHelp("Was created at this time or later.", valueName: "time"))
  var createdAfter: TimeArgument?

  @Option(help: ArgumentHelp("Was created before this time.", valueName: "time"))
  var createdBefore: TimeArgument?

  @Flag(help: "Has never signed in.")
  var neverLoggedIn = false

  func validate() throws {
    if neverLoggedIn, lastLoginAfter != nil || lastLoginBefore != nil {
      throw ValidationError("--never-logged-in excludes --last-login-after and --last-login-before.")
    }
  }

  func filter(now: Timestamp) -> UserFilter {
    UserFilter(
      query: query,
      twoFactorEnabled: twoFactor?.toggle ?? .unspecified,
      securityQuestionSet: securityQuestion?.toggle ?? .unspecified,
      emailVerified: emailVerified?.toggle ?? .unspecified,
      state: state ?? .unspecified,
      verification: verification ?? .unspecified,
      accountID: account?.id ?? 0,
      lastLoginAfter: lastLoginAfter?.time(now: now),
      lastLoginBefore: lastLoginBefore?.time(now: now),
      createAfter: createdAfter?.time(now: now),
      createBefore: createdBefore?.time(now: now),
      neverLoggedIn: neverLoggedIn
    )
  }
}

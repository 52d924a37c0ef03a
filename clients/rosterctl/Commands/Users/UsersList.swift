import ArgumentParser
import RosterClient

struct UsersList: ServerCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List users: the Manage Users page.",
    discussion: """
      2FA shows a shield where a second factor is asked for at sign-in, SQ a question mark where a security \
      question is set. Times are in UTC. Conditions combine: a user is listed who meets all of them.

      EXAMPLES
        rosterctl users list --query lovelace
        rosterctl users list --two-factor no --last-login-after -30d
        rosterctl users list --order-by "last_login_time desc" --limit 10
        rosterctl users list --account 7 --all -o csv > users.csv
      """,
    aliases: ["ls"]
  )

  @OptionGroup(title: "Conditions") var filter: UserFilterOptions

  @Option(
    help: ArgumentHelp(
      "id, name, email, create_time or last_login_time; with ' desc' after it, descending.",
      valueName: "field"
    ),
    completion: .list(["id", "name", "email", "create_time", "last_login_time"])
  )
  var orderBy = "id"

  @OptionGroup(title: "How much") var paging: PagingOptions
  @OptionGroup var options: GlobalOptions

  var purpose: String { "list users" }

  func run(_ roster: RosterClient, _ console: Console) async throws {
    let filter = filter.filter(now: console.presentation.now)
    try await console.list(paging) { pageSize in
      roster.users.list(filter, orderBy: orderBy, pageSize: pageSize)
    }
  }
}

/// The conditions of a list of users.
struct UserFilterOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Has this in the name or e-mail address, in any case.", valueName: "text"))
  var query = ""

  @Option(help: ArgumentHelp("Is asked for a second factor.", valueName: "yes|no"))
  var twoFactor: YesNo?

  @Option(help: ArgumentHelp("Has set a security question.", valueName: "yes|no"))
  var securityQuestion: YesNo?

  @Option(help: ArgumentHelp("Has a verified e-mail address.", valueName: "yes|no"))
  var emailVerified: YesNo?

  @Option(help: "Is in this state.")
  var state: UserState?

  @Option(help: ArgumentHelp("Has come this far with the verification of identity.", valueName: "stage"))
  var verification: Verification?

  @Option(help: ArgumentHelp("Owns this account or is a member of it.", valueName: "account"))
  var account: Identifier?

  @Option(
    help: ArgumentHelp("Last signed in then or later: RFC 3339, a date, or such as -30d.", valueName: "time")
  )
  var lastLoginAfter: TimeArgument?

  @Option(help: ArgumentHelp("Last signed in before then.", valueName: "time"))
  var lastLoginBefore: TimeArgument?

  @Option(help: ArgumentHelp("Was created then or later.", valueName: "time"))
  var createdAfter: TimeArgument?

  @Option(help: ArgumentHelp("Was created before then.", valueName: "time"))
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

import ArgumentParser
import RosterClient

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

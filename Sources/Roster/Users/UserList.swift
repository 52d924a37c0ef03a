import RPC
import RosterProto
import SQL

/// The list of users: its orders and its filters.
enum UserList {
  private static let orders: [ListOrder] = [
    .init("id", column: "users.id", .integer),
    .init("name", column: "users.name_key", .text),
    .init("email", column: "users.email_key", .text),
    .init("create_time", column: "users.create_time", .integer),
    .init("last_login_time", column: "users.last_login_time", .integer),
  ]

  /// - Throws: `INVALID_FIELD`.
  static func query(
    _ filter: UserFilter?,
    orderBy: String,
    at now: Time,
    _ db: any Connection
  ) throws -> ListQuery<User> {
    var query = try ListQuery(
      columns: UserQueries.columns,
      from: "users",
      id: "users.id",
      orders: orders,
      orderBy: orderBy,
      read: { UserQueries.user($0, from: $1, at: now) }
    )
    guard let filter else { return query }
    try addText(filter, to: &query, db)
    try addToggles(filter, to: &query)
    try addStages(filter, at: now, to: &query)
    try addTimes(filter, to: &query)
    if filter.accountID != 0 {
      try Checks.id(filter.accountID, "filter.account_id")
      query.filter(
        "users.id IN (SELECT user_id FROM memberships WHERE account_id =",
        filter.accountID,
        closing: ")"
      )
    }
    return query
  }

  private static func addText(
    _ filter: UserFilter,
    to query: inout ListQuery<User>,
    _ db: any Connection
  ) throws {
    let text = TextKey.fold(try TextRules.query(filter.query, "filter.query"))
    guard !text.isEmpty else { return }
    // Names and addresses have no line break; the search text has one between them.
    guard !text.contains("\n") else { return query.filter("1 = 0") }
    try query.filter(Schema.usersByText, contains: text, on: db)
  }

  private static func addToggles(_ filter: UserFilter, to query: inout ListQuery<User>) throws(RPCError) {
    let toggles: KeyValuePairs = [
      "two_factor_enabled": filter.twoFactorEnabled,
      "security_question_set": filter.securityQuestionSet,
      "email_verified": filter.emailVerified,
    ]
    // Literals, so that the partial indexes apply.
    for (column, toggle) in toggles {
      guard let toggle = try Checks.choice(toggle, "filter.\(column)") else { continue }
      query.filter("users.\(column) = \(toggle == .yes ? 1 : 0)")
    }
  }

  private static func addStages(
    _ filter: UserFilter,
    at now: Time,
    to query: inout ListQuery<User>
  ) throws(RPCError) {
    if let state = try Checks.choice(filter.state, "filter.state") {
      query.filter("users.state = \(state.rawValue)")
    }
    if let verification = try Checks.choice(filter.verification, "filter.verification") {
      // A user in any stage has one stored; this condition lets the small partial index apply.
      if verification != Verification.none {
        query.filter("users.verification <> \(Verification.none.rawValue)")
      }
      let stage = UserQueries.verificationAt
      query.filter(
        stage.before,
        now.microseconds,
        closing: "\(stage.after) = \(verification.rawValue)"
      )
    }
  }

  private static func addTimes(_ filter: UserFilter, to query: inout ListQuery<User>) throws(RPCError) {
    let (after, before) = (filter.createAfter, filter.createBefore)
    try query.filter("users.create_time", after: after, before: before, "filter.create")
    let (loginAfter, loginBefore) = (filter.lastLoginAfter, filter.lastLoginBefore)
    let hasLoginRange = loginAfter != nil || loginBefore != nil
    if filter.neverLoggedIn {
      guard !hasLoginRange else {
        throw .invalid("filter.never_logged_in", "cannot be combined with a range of last sign-ins")
      }
      query.filter("users.last_login_time = 0")
    }
    // 0 means never, which is in no range.
    if hasLoginRange { query.filter("users.last_login_time <> 0") }
    try query.filter("users.last_login_time", after: loginAfter, before: loginBefore, "filter.last_login")
  }
}

import RPC
import RosterProto
import SQL

/// The list of users: its orders and its filters.
enum UserList {
  private static let orders: [ListQuery.Order] = [
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
  ) throws -> ListQuery {
    var query = try ListQuery(
      columns: UserQueries.columns,
      from: "users",
      id: "users.id",
      orders: orders,
      orderBy: orderBy
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

  private static func addText(_ filter: UserFilter, to query: inout ListQuery, _ db: any Connection) throws {
    let text = TextKey.fold(try TextRules.query(filter.query, "filter.query"))
    guard !text.isEmpty else { return }
    // Names and addresses have no line break; the search text has one between them.
    guard !text.contains("\n") else { return query.filter("1 = 0") }
    try query.filter(Schema.usersByText, contains: text, on: db)
  }

  private static func addToggles(_ filter: UserFilter, to query: inout ListQuery) throws(RPCError) {
    let toggles: KeyValuePairs = [
      "two_factor_enabled": filter.twoFactorEnabled,
      "security_question_set": filter.securityQuestionSet,
      "email_verified": filter.emailVerified,
    ]
    // Literals, so that the partial indexes apply.
    for (column, toggle) in toggles {
      switch toggle {
      case .unspecified: break
      case .yes: query.filter("users.\(column) = 1")
      case .no: query.filter("users.\(column) = 0")
      default: throw .invalid("filter.\(column)", "must be one of the values of Toggle")
      }
    }
  }

  private static func addStages(
    _ filter: UserFilter,
    at now: Time,
    to query: inout ListQuery
  ) throws(RPCError) {
    guard UserState.allCases.contains(filter.state) else {
      throw .invalid("filter.state", "must be one of the values of UserState")
    }
    guard Verification.allCases.contains(filter.verification) else {
      throw .invalid("filter.verification", "must be one of the values of Verification")
    }
    if filter.state != .unspecified { query.filter("users.state = \(filter.state.rawValue)") }
    if filter.verification != .unspecified {
      // A user in any stage has one stored; this condition lets the small partial index apply.
      if filter.verification != .none {
        query.filter("users.verification <> \(Verification.none.rawValue)")
      }
      let stage = UserQueries.verificationAt
      query.filter(
        stage.before,
        now.microseconds,
        closing: "\(stage.after) = \(filter.verification.rawValue)"
      )
    }
  }

  private static func addTimes(_ filter: UserFilter, to query: inout ListQuery) throws(RPCError) {
    if let after = filter.createAfter {
      query.filter("users.create_time >=", try after.time("filter.create_after").microseconds)
    }
    if let before = filter.createBefore {
      query.filter("users.create_time <", try before.time("filter.create_before").microseconds)
    }
    let hasLoginRange = filter.lastLoginAfter != nil || filter.lastLoginBefore != nil
    if filter.neverLoggedIn {
      guard !hasLoginRange else {
        throw .invalid("filter.never_logged_in", "cannot be combined with a range of last sign-ins")
      }
      query.filter("users.last_login_time = 0")
    }
    // 0 means never, which is in no range.
    if hasLoginRange { query.filter("users.last_login_time <> 0") }
    if let after = filter.lastLoginAfter {
      query.filter("users.last_login_time >=", try after.time("filter.last_login_after").microseconds)
    }
    if let before = filter.lastLoginBefore {
      query.filter("users.last_login_time <", try before.time("filter.last_login_before").microseconds)
    }
  }
}

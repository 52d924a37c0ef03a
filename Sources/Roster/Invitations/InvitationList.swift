import RPC
import RosterProto

/// The list of invitations: its orders and its filters.
enum InvitationList {
  private static let orders: [ListOrder] = [
    .init("id", column: "invitations.id", .integer),
    .init("email", column: "invitations.email_key", .text),
    .init("create_time", column: "invitations.create_time", .integer),
    .init("expire_time", column: "invitations.expire_time", .integer),
  ]

  /// - Throws: `INVALID_FIELD`.
  static func query(
    _ filter: InvitationFilter?,
    orderBy: String,
    at now: Time
  ) throws -> ListQuery<Invitation> {
    var query = try ListQuery(
      columns: InvitationQueries.columns,
      from: "invitations",
      id: "invitations.id",
      orders: orders,
      orderBy: orderBy,
      read: { InvitationQueries.invitation($0, from: $1, at: now) }
    )
    guard let filter else { return query }
    try query.filter("invitations.account_id =", id: filter.accountID, "filter.account_id")
    if !filter.email.isEmpty {
      try Checks.bytes(filter.email, atMost: Limits.maxEmailBytes, "filter.email")
      query.filter("invitations.email_key =", EmailAddress.key(filter.email))
    }
    try addState(filter.state, at: now, to: &query)
    return query
  }

  private static func addState(
    _ state: InvitationState,
    at now: Time,
    to query: inout ListQuery<Invitation>
  ) throws(RPCError) {
    guard let state = try Checks.choice(state, "filter.state") else { return }
    switch state {
    case .pending:
      query.filter("invitations.state = 1")
      query.filter("invitations.expire_time >", now.microseconds)
    case .expired:
      query.filter("invitations.state = 1")
      query.filter("invitations.expire_time <=", now.microseconds)
    default:
      query.filter("invitations.state =", Int64(state.rawValue))
    }
  }
}

import RPC
import RosterProto

/// The list of invitations: its orders and its filters.
enum InvitationList {
  private static let orders: [ListQuery.Order] = [
    .init("id", column: "invitations.id", .integer),
    .init("email", column: "invitations.email_key", .text),
    .init("create_time", column: "invitations.create_time", .integer),
    .init("expire_time", column: "invitations.expire_time", .integer),
  ]

  /// - Throws: `INVALID_FIELD`.
  static func query(_ filter: InvitationFilter?, orderBy: String, at now: Time) throws -> ListQuery {
    var query = try ListQuery(
      columns: InvitationQueries.columns,
      from: "invitations",
      id: "invitations.id",
      orders: orders,
      orderBy: orderBy
    )
    guard let filter else { return query }
    if filter.accountID != 0 {
      query.filter("invitations.account_id =", try Checks.id(filter.accountID, "filter.account_id"))
    }
    if !filter.email.isEmpty {
      guard filter.email.utf8.count <= Limits.maxEmailBytes else {
        throw RPCError.invalid("filter.email", "must have at most \(Limits.maxEmailBytes) bytes")
      }
      query.filter("invitations.email_key =", EmailAddress.key(filter.email))
    }
    try addState(filter.state, at: now, to: &query)
    return query
  }

  private static func addState(
    _ state: InvitationState,
    at now: Time,
    to query: inout ListQuery
  ) throws(RPCError) {
    guard InvitationState.allCases.contains(state) else {
      throw .invalid("filter.state", "must be one of the values of InvitationState")
    }
    switch state {
    case .unspecified:
      break
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

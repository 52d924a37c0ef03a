import RPC
import RosterProto
import SQL

/// The list of accounts: its orders and its filters.
enum AccountList {
  private static let orders: [ListQuery.Order] = [
    .init("id", column: "accounts.id", .integer),
    .init("name", column: "accounts.name_key", .text),
    .init("create_time", column: "accounts.create_time", .integer),
  ]

  /// - Throws: `INVALID_FIELD`.
  static func query(_ filter: AccountFilter?, orderBy: String, _ db: any Connection) throws -> ListQuery {
    var query = try ListQuery(
      columns: AccountQueries.columns,
      from: "accounts",
      id: "accounts.id",
      orders: orders,
      orderBy: orderBy
    )
    guard let filter else { return query }
    guard AccountState.allCases.contains(filter.state) else {
      throw RPCError.invalid("filter.state", "must be one of the values of AccountState")
    }
    if filter.state != .unspecified { query.filter("accounts.state =", Int64(filter.state.rawValue)) }
    if filter.ownerUserID != 0 {
      query.filter("accounts.owner_user_id =", try Checks.id(filter.ownerUserID, "filter.owner_user_id"))
    }
    let text = TextKey.fold(try TextRules.query(filter.query, "filter.query"))
    if !text.isEmpty { try query.filter(Schema.accountsByText, contains: text, on: db) }
    return query
  }
}

import RPC
import RosterProto
import SQL

/// The list of accounts: its orders and its filters.
enum AccountList {
  private static let orders: [ListOrder] = [
    .init("id", column: "accounts.id", .integer),
    .init("name", column: "accounts.name_key", .text),
    .init("create_time", column: "accounts.create_time", .integer),
  ]

  /// - Throws: `INVALID_FIELD`.
  static func query(
    _ filter: AccountFilter?,
    orderBy: String,
    _ db: any Connection
  ) throws -> ListQuery<Account> {
    var query = try ListQuery(
      columns: AccountQueries.columns,
      from: "accounts",
      id: "accounts.id",
      orders: orders,
      orderBy: orderBy,
      read: AccountQueries.account(_:from:)
    )
    guard let filter else { return query }
    if let state = try Checks.choice(filter.state, "filter.state") {
      query.filter("accounts.state =", Int64(state.rawValue))
    }
    try query.filter("accounts.owner_user_id =", id: filter.ownerUserID, "filter.owner_user_id")
    let text = TextKey.fold(try TextRules.query(filter.query, "filter.query"))
    if !text.isEmpty { try query.filter(Schema.accountsByText, contains: text, on: db) }
    return query
  }
}

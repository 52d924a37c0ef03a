import RPC
import RosterProto
import SQL

/// Lists of memberships: the accounts of a user, the users of an account.
enum MembershipList {
  static func accounts(
    ofUser id: Int64,
    _ page: PageRequest,
    _ db: any Connection
  ) throws -> ([UserAccount], String) {
    var query = try ListQuery(
      columns: "\(AccountQueries.columns), \(MembershipQueries.columns)",
      from: "memberships JOIN accounts ON accounts.id = memberships.account_id",
      id: "memberships.account_id",
      orders: [.init("id", column: "memberships.account_id", .integer)]
    )
    query.filter("memberships.user_id =", id)
    return try query.page(page, on: db) { row in
      UserAccount(
        account: AccountQueries.account(row, from: ListQuery.firstColumn),
        membership: MembershipQueries.membership(
          row,
          from: ListQuery.firstColumn + AccountQueries.columnCount
        )
      )
    }
  }

  static func users(
    ofAccount id: Int64,
    _ page: PageRequest,
    at now: Time,
    _ db: any Connection
  ) throws -> ([AccountUser], String) {
    var query = try ListQuery(
      columns: "\(MembershipQueries.columns), \(UserQueries.columns)",
      from: """
        memberships JOIN accounts ON accounts.id = memberships.account_id \
        JOIN users ON users.id = memberships.user_id
        """,
      id: "memberships.user_id",
      orders: [.init("id", column: "memberships.user_id", .integer)]
    )
    query.filter("memberships.account_id =", id)
    return try query.page(page, on: db) { row in
      AccountUser(
        user: UserQueries.user(row, from: ListQuery.firstColumn + MembershipQueries.columnCount, at: now),
        membership: MembershipQueries.membership(row, from: ListQuery.firstColumn)
      )
    }
  }
}

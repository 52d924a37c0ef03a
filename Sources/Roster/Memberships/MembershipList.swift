import RPC
import RosterProto
import SQL

/// Lists of memberships: the accounts of a user, the users of an account.
enum MembershipList {
  static func accounts(ofUser id: Int64) throws(RPCError) -> ListQuery<UserAccount> {
    var query = try ListQuery(
      columns: "\(AccountQueries.columns), \(MembershipQueries.columns)",
      from: "memberships JOIN accounts ON accounts.id = memberships.account_id",
      id: "memberships.account_id",
      orders: [.init("id", column: "memberships.account_id", .integer)]
    ) { row, first in
      UserAccount(
        account: AccountQueries.account(row, from: first),
        membership: MembershipQueries.membership(row, from: first + AccountQueries.columnCount)
      )
    }
    query.filter("memberships.user_id =", id)
    return query
  }

  static func users(ofAccount id: Int64, at now: Time) throws(RPCError) -> ListQuery<AccountUser> {
    var query = try ListQuery(
      columns: "\(MembershipQueries.columns), \(UserQueries.columns)",
      from: """
        memberships JOIN accounts ON accounts.id = memberships.account_id \
        JOIN users ON users.id = memberships.user_id
        """,
      id: "memberships.user_id",
      orders: [.init("id", column: "memberships.user_id", .integer)]
    ) { row, first in
      AccountUser(
        user: UserQueries.user(row, from: first + MembershipQueries.columnCount, at: now),
        membership: MembershipQueries.membership(row, from: first)
      )
    }
    query.filter("memberships.account_id =", id)
    return query
  }
}

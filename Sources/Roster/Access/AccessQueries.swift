import RosterProto
import SQL

/// The SQL of access checks.
enum AccessQueries {
  // Always one row; missing values are NULL.
  private static let facts = Query(
    """
    SELECT users.state, accounts.state, accounts.owner_user_id, memberships.permissions,
      memberships.expire_time
    FROM (SELECT 1) AS one
    LEFT JOIN users ON users.id = $1
    LEFT JOIN accounts ON accounts.id = $2
    LEFT JOIN memberships ON memberships.account_id = $2 AND memberships.user_id = $1
    """
  )

  static func facts(user: Int64, account: Int64, _ db: any Connection) throws -> AccessFacts {
    try db.first(facts, user, account) { row in
      AccessFacts(
        userState: row.optionalInt64(0).map { UserState(rawValue: Int32(clamping: $0)) },
        accountState: row.optionalInt64(1).map { AccountState(rawValue: Int32(clamping: $0)) },
        isOwner: row.int64(2) == user,
        membership: row.optionalInt64(3).map { permissions in
          AccessFacts.Membership(
            permissions: Permissions(rawValue: permissions),
            expireTime: row.optionalInt64(4).map(Time.init(microseconds:))
          )
        }
      )
    }!
  }
}

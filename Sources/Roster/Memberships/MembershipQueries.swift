import RPC
import RosterProto
import SQL

/// The SQL of memberships.
enum MembershipQueries {
  /// The columns of a membership, in the order ``membership(_:from:)`` reads them; they need its account
  /// joined.
  static let columns = """
    memberships.account_id, memberships.user_id, accounts.owner_user_id, memberships.permissions, \
    memberships.last_login_time, memberships.expire_time, memberships.create_time, memberships.update_time, \
    memberships.revision
    """

  static let columnCount = 9

  private static let select = Query(
    """
    SELECT \(columns) FROM memberships JOIN accounts ON accounts.id = memberships.account_id
    WHERE memberships.account_id = $1 AND memberships.user_id = $2
    """
  )
  private static let insert = Query(
    """
    INSERT INTO memberships
      (account_id, user_id, permissions, expire_time, create_time, update_time, revision)
    VALUES ($1, $2, $3, $4, $5, $5, $6)
    """
  )
  private static let update = Query(
    """
    UPDATE memberships SET permissions = $1, expire_time = $2, update_time = $3, revision = $4
    WHERE account_id = $5 AND user_id = $6
    """
  )
  private static let delete = Query("DELETE FROM memberships WHERE account_id = $1 AND user_id = $2")

  private static let setLastLogin = Query(
    "UPDATE memberships SET last_login_time = $1 WHERE account_id = $2 AND user_id = $3"
  )

  /// The membership of a row whose columns start at `first`.
  static func membership(_ row: any Statement, from first: Int = 0) -> Membership {
    let userID = row.int64(first + 1)
    let isOwner = row.int64(first + 2) == userID
    return Membership(
      accountID: row.int64(first),
      userID: userID,
      owner: isOwner,
      permissions: (isOwner ? .all : Permissions(rawValue: row.int64(first + 3))).list,
      lastLoginTime: row.optionalInt64(first + 4).map { Timestamp(Time(microseconds: $0)) },
      expireTime: row.optionalInt64(first + 5).map { Timestamp(Time(microseconds: $0)) },
      createTime: Timestamp(Time(microseconds: row.int64(first + 6))),
      updateTime: Timestamp(Time(microseconds: row.int64(first + 7))),
      revision: row.int64(first + 8)
    )
  }

  static func membershipIfAny(account: Int64, user: Int64, _ db: any Connection) throws -> Membership? {
    try db.first(select, account, user) { membership($0) }
  }

  /// - Throws: `ACCOUNT_NOT_FOUND`, `USER_NOT_FOUND` or `MEMBERSHIP_NOT_FOUND`.
  static func membership(account: Int64, user: Int64, _ db: any Connection) throws -> Membership {
    if let membership = try membershipIfAny(account: account, user: user, db) { return membership }
    try AccountQueries.requireAccount(account, db)
    try UserQueries.requireUser(user, db)
    throw RPCError(
      .membershipNotFound,
      "User \(user) is not a member of account \(account).",
      ["account_id": "\(account)", "user_id": "\(user)"]
    )
  }

  static func insert(
    account: Int64,
    user: Int64,
    _ permissions: Permissions,
    expireTime: Time? = nil,
    _ stamp: Stamp,
    _ db: any Connection
  ) throws {
    let (time, revision) = (stamp.time.microseconds, stamp.revision)
    try db.run(insert, account, user, permissions.rawValue, expireTime?.microseconds, time, revision)
  }

  static func update(
    account: Int64,
    user: Int64,
    to permissions: Permissions,
    expireTime: Time?,
    _ stamp: Stamp,
    _ db: any Connection
  ) throws {
    let (time, revision) = (stamp.time.microseconds, stamp.revision)
    try db.run(update, permissions.rawValue, expireTime?.microseconds, time, revision, account, user)
  }

  /// A login is no change of the membership.
  static func setLastLogin(of user: Int64, on account: Int64, _ time: Time, _ db: any Connection) throws {
    try db.post(setLastLogin, time.microseconds, account, user)
  }

  static func delete(account: Int64, user: Int64, _ db: any Connection) throws {
    try db.run(delete, account, user)
  }
}

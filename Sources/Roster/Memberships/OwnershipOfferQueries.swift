import RPC
import RosterProto
import SQL

/// The SQL of offers of ownership.
enum OwnershipOfferQueries {
  private static let columns =
    "account_id, user_id, former_owner_permissions, create_time, expire_time, revision"

  private static let select = Query(
    "SELECT \(columns) FROM ownership_offers WHERE account_id = $1 AND expire_time > $2"
  )
  private static let upsert = Query(
    """
    INSERT INTO ownership_offers (\(columns)) VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (account_id) DO UPDATE SET
      user_id = excluded.user_id, former_owner_permissions = excluded.former_owner_permissions,
      create_time = excluded.create_time, expire_time = excluded.expire_time, revision = excluded.revision
    """
  )
  private static let delete = Query("DELETE FROM ownership_offers WHERE account_id = $1")
  private static let deleteToUser = Query(
    "DELETE FROM ownership_offers WHERE account_id = $1 AND user_id = $2"
  )

  static func offerIfAny(of account: Int64, at now: Time, _ db: any Connection) throws -> OwnershipOffer? {
    try db.first(select, account, now.microseconds) { row in
      OwnershipOffer(
        accountID: row.int64(0),
        userID: row.int64(1),
        formerOwnerPermissions: Permissions(rawValue: row.int64(2)).list,
        createTime: Timestamp(Time(microseconds: row.int64(3))),
        expireTime: Timestamp(Time(microseconds: row.int64(4))),
        revision: row.int64(5)
      )
    }
  }

  static func insert(
    _ permissions: Permissions,
    of account: Int64,
    to user: Int64,
    until end: Time,
    _ stamp: Stamp,
    _ db: any Connection
  ) throws {
    let time = stamp.time.microseconds
    try db.run(upsert, account, user, permissions.rawValue, time, end.microseconds, stamp.revision)
  }

  static func delete(of account: Int64, _ db: any Connection) throws {
    try db.run(delete, account)
  }

  /// Deletes the offer of an account if it is to this user.
  static func delete(of account: Int64, to user: Int64, _ db: any Connection) throws {
    try db.run(deleteToUser, account, user)
  }
}

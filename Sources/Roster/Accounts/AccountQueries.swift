import RPC
import RosterProto
import SQL

/// The SQL of accounts.
enum AccountQueries {
  /// The columns of an account, in the order ``account(_:from:)`` reads them.
  static let columns = """
    accounts.id, accounts.name, accounts.state, accounts.owner_user_id, accounts.create_time, \
    accounts.update_time, accounts.revision, accounts.two_factor_required
    """
  static let columnCount = 8

  private static let byID = Query("SELECT \(columns) FROM accounts WHERE id = $1")
  private static let exists = Query("SELECT 1 FROM accounts WHERE id = $1")
  private static let insert = Query(
    """
    INSERT INTO accounts (name, name_key, owner_user_id, create_time, update_time, revision)
    VALUES ($1, $2, $3, $4, $4, $5) RETURNING \(columns)
    """
  )
  private static let rename = Query(
    "UPDATE accounts SET name = $1, name_key = $2, update_time = $3, revision = $4 WHERE id = $5"
  )
  private static let setState = Query(
    "UPDATE accounts SET state = $1, update_time = $2, revision = $3 WHERE id = $4"
  )
  private static let setOwner = Query(
    "UPDATE accounts SET owner_user_id = $1, update_time = $2, revision = $3 WHERE id = $4"
  )
  private static let setSecondFactor = Query(
    "UPDATE accounts SET two_factor_required = $1, update_time = $2, revision = $3 WHERE id = $4"
  )
  private static let touch = Query(
    "UPDATE accounts SET update_time = $1, revision = $2 WHERE id = $3"
  )

  /// The account of a row whose columns start at `first`.
  static func account(_ row: any Statement, from first: Int = 0) -> Account {
    Account(
      id: row.int64(first),
      name: row.text(first + 1),
      state: AccountState(rawValue: row.int32(first + 2)),
      ownerUserID: row.int64(first + 3),
      createTime: Timestamp(Time(microseconds: row.int64(first + 4))),
      updateTime: Timestamp(Time(microseconds: row.int64(first + 5))),
      revision: row.int64(first + 6),
      twoFactorRequired: row.bool(first + 7)
    )
  }

  /// - Throws: `ACCOUNT_NOT_FOUND`.
  static func account(_ id: Int64, _ db: any Connection) throws -> Account {
    guard let account = try db.first(byID, id, read: { account($0) }) else {
      throw RPCError.accountNotFound(id)
    }
    return account
  }

  /// - Throws: `ACCOUNT_NOT_FOUND`.
  static func requireAccount(_ id: Int64, _ db: any Connection) throws {
    guard try db.first(exists, id, read: { _ in true }) != nil else { throw RPCError.accountNotFound(id) }
  }

  /// The account alone; its owner's membership has to follow in the same transaction.
  static func insert(name: String, owner: Int64, _ stamp: Stamp, _ db: any Connection) throws -> Account {
    let (time, revision) = (stamp.time.microseconds, stamp.revision)
    return try db.only(insert, name, TextKey.fold(name), owner, time, revision) { account($0) }
  }

  static func rename(_ id: Int64, to name: String, _ stamp: Stamp, _ db: any Connection) throws {
    try db.run(rename, name, TextKey.fold(name), stamp.time.microseconds, stamp.revision, id)
  }

  static func requireSecondFactor(
    _ isRequired: Bool,
    of id: Int64,
    _ stamp: Stamp,
    _ db: any Connection
  ) throws {
    try db.run(setSecondFactor, isRequired, stamp.time.microseconds, stamp.revision, id)
  }

  static func setState(_ state: AccountState, of id: Int64, _ stamp: Stamp, _ db: any Connection) throws {
    try db.run(setState, Int64(state.rawValue), stamp.time.microseconds, stamp.revision, id)
  }

  static func setOwner(_ user: Int64, of id: Int64, _ stamp: Stamp, _ db: any Connection) throws {
    try db.run(setOwner, user, stamp.time.microseconds, stamp.revision, id)
  }

  /// Counts a change of who its members are as a change of the account.
  static func touch(_ id: Int64, _ stamp: Stamp, _ db: any Connection) throws {
    try db.post(touch, stamp.time.microseconds, stamp.revision, id)
  }
}

extension RPCError {
  static func accountNotFound(_ id: Int64) -> RPCError {
    RPCError(.accountNotFound, "There is no account \(id).", ["account_id": "\(id)"])
  }
}

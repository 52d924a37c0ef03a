import Credentials
import RPC
import RosterProto
import SQL

/// The SQL of passkeys and of the challenges for them.
enum PasskeyQueries {
  /// The columns of a passkey, in the order ``passkey(_:from:)`` reads them.
  static let columns = """
    passkeys.id, passkeys.user_id, passkeys.label, passkeys.credential_id, passkeys.aaguid, \
    passkeys.is_backed_up, passkeys.create_time, passkeys.last_use_time, passkeys.revision, \
    passkeys.public_key, passkeys.sign_count, passkeys.is_backup_eligible
    """

  private static let byID = Query("SELECT \(columns) FROM passkeys WHERE id = $1")
  private static let byCredential = Query("SELECT \(columns) FROM passkeys WHERE credential_id = $1")
  private static let ofUser = Query("SELECT \(columns) FROM passkeys WHERE user_id = $1 ORDER BY id")
  private static let insert = Query(
    """
    INSERT INTO passkeys (
      user_id, credential_id, public_key, sign_count, label, aaguid, is_backup_eligible, is_backed_up,
      create_time, last_use_time, revision
    ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $10) RETURNING \(columns)
    """
  )
  private static let use = Query(
    "UPDATE passkeys SET sign_count = $1, is_backed_up = $2, last_use_time = $3 WHERE id = $4"
  )
  private static let delete = Query("DELETE FROM passkeys WHERE id = $1")
  private static let deleteAll = Query("DELETE FROM passkeys WHERE user_id = $1")

  private static let handle = Query("SELECT user_handle FROM passkey_users WHERE user_id = $1")
  private static let insertHandle = Query(
    "INSERT INTO passkey_users (user_id, user_handle) VALUES ($1, $2)"
  )

  private static let insertChallenge = Query(
    "INSERT INTO passkey_challenges (challenge, purpose, user_id, expire_time) VALUES ($1, $2, $3, $4)"
  )
  private static let takeChallenge = Query(
    """
    DELETE FROM passkey_challenges WHERE challenge = $1 AND purpose = $2 AND expire_time > $3
    RETURNING user_id
    """
  )
  private static let pruneChallenges = Query(
    """
    DELETE FROM passkey_challenges WHERE challenge IN (
      SELECT challenge FROM passkey_challenges WHERE expire_time <= $1 ORDER BY expire_time LIMIT 2
    )
    """
  )

  /// A passkey as stored: what others may see of it, and what verifies its assertions.
  struct Stored {
    let passkey: RosterProto.Passkey
    let credential: Credentials.Passkey
  }

  static func passkey(_ row: any Statement, from first: Int = 0) -> RosterProto.Passkey {
    let lastUse = row.int64(first + 7)
    return RosterProto.Passkey(
      id: row.int64(first),
      userID: row.int64(first + 1),
      label: row.text(first + 2),
      credentialID: row.bytes(first + 3),
      aaguid: row.bytes(first + 4),
      backedUp: row.bool(first + 5),
      createTime: Timestamp(Time(microseconds: row.int64(first + 6))),
      lastUseTime: lastUse == 0 ? nil : Timestamp(Time(microseconds: lastUse)),
      revision: row.int64(first + 8)
    )
  }

  private static func stored(_ row: any Statement) -> Stored {
    let passkey = passkey(row)
    return Stored(
      passkey: passkey,
      credential: Credentials.Passkey(
        id: passkey.credentialID,
        publicKey: row.bytes(9),
        signCount: UInt32(clamping: row.int64(10)),
        aaguid: passkey.aaguid,
        isBackupEligible: row.bool(11),
        isBackedUp: passkey.backedUp
      )
    )
  }

  static func passkey(credential id: [UInt8], _ db: any Connection) throws -> Stored? {
    try db.first(byCredential, id) { stored($0) }
  }

  /// - Throws: `PASSKEY_NOT_FOUND`.
  static func passkey(_ id: Int64, of user: Int64, _ db: any Connection) throws -> RosterProto.Passkey {
    guard let found = try db.first(byID, id, read: { passkey($0) }), found.userID == user else {
      throw RPCError(
        .passkeyNotFound,
        "User \(user) has no passkey \(id).",
        ["user_id": "\(user)", "passkey_id": "\(id)"]
      )
    }
    return found
  }

  static func passkeys(of user: Int64, _ db: any Connection) throws -> [RosterProto.Passkey] {
    try db.all(ofUser, user) { passkey($0) }
  }

  static func list(of user: Int64) throws(RPCError) -> ListQuery<RosterProto.Passkey> {
    var query = try ListQuery(
      columns: columns,
      from: "passkeys",
      id: "passkeys.id",
      orders: [.init("id", column: "passkeys.id", .integer)],
      read: { passkey($0, from: $1) }
    )
    query.filter("passkeys.user_id =", user)
    return query
  }

  /// - Throws: `PASSKEY_EXISTS`.
  static func insert(
    _ credential: Credentials.Passkey,
    label: String,
    of user: Int64,
    _ stamp: Stamp,
    _ db: any Connection
  ) throws -> RosterProto.Passkey {
    do {
      // An INSERT with RETURNING always has its row.
      return try db.first(
        insert,
        user,
        credential.id,
        credential.publicKey,
        Int64(credential.signCount),
        label,
        credential.aaguid,
        credential.isBackupEligible,
        credential.isBackedUp,
        stamp.time.microseconds,
        stamp.revision
      ) { passkey($0) }!
    } catch let error as SQLError where error.violatesUniqueness(of: "passkeys.credential_id") {
      throw RPCError(.passkeyExists, "This passkey is registered already.")
    }
  }

  static func noteUse(of id: Int64, _ verified: VerifiedAssertion, at now: Time, _ db: any Connection) throws
  {
    try db.run(use, Int64(verified.signCount), verified.isBackedUp, now.microseconds, id)
  }

  static func delete(_ id: Int64, _ db: any Connection) throws {
    try db.run(delete, id)
  }

  static func deleteAll(of user: Int64, _ db: any Connection) throws {
    try db.run(deleteAll, user)
  }

  /// What an authenticator knows the user by: random, made once.
  static func userHandle(of user: Int64, _ db: any Connection) throws -> [UInt8] {
    if let handle = try db.first(handle, user, read: { $0.bytes(0) }) { return handle }
    let handle = RelyingParty.makeChallenge()
    try db.run(insertHandle, user, handle)
    return handle
  }

  /// Stores a challenge. Each call also deletes two that have expired.
  static func insert(
    _ challenge: [UInt8],
    for purpose: PasskeyPurpose,
    user: Int64,
    until end: Time,
    at now: Time,
    _ db: any Connection
  ) throws {
    try db.run(pruneChallenges, now.microseconds)
    try db.run(insertChallenge, challenge, purpose.rawValue, user, end.microseconds)
  }

  /// Deletes a challenge, so that it is used once.
  ///
  /// - Returns: the user it was made for, 0 for any; nil if there is none.
  static func takeChallenge(
    _ challenge: [UInt8],
    for purpose: PasskeyPurpose,
    at now: Time,
    _ db: any Connection
  ) throws -> Int64? {
    try db.first(takeChallenge, challenge, purpose.rawValue, now.microseconds) { $0.int64(0) }
  }
}

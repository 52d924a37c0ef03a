import RPC
import RosterProto
import SQL

/// The SQL of API keys.
package enum KeyQueries {
  /// The columns of a key, in the order ``key(_:from:)`` reads them.
  static let columns = """
    api_keys.id, api_keys.principal_id, api_keys.label, api_keys.create_time, api_keys.expire_time, \
    api_keys.last_used_time, api_keys.revoke_time, api_keys.revision
    """

  private static let byID = Query("SELECT \(columns) FROM api_keys WHERE id = $1")
  private static let insert = Query(
    """
    INSERT INTO api_keys (principal_id, label, token_hash, create_time, expire_time, revision)
    VALUES ($1, $2, $3, $4, $5, $6) RETURNING \(columns)
    """
  )
  private static let revoke = Query(
    "UPDATE api_keys SET revoke_time = $1, revision = $2 WHERE id = $3 RETURNING \(columns)"
  )
  private static let revokeByHash = Query(
    "UPDATE api_keys SET revoke_time = $1, revision = $2 WHERE token_hash = $3 AND revoke_time IS NULL"
  )
  private static let unrevoked = Query(
    "SELECT \(columns) FROM api_keys WHERE principal_id = $1 AND revoke_time IS NULL ORDER BY id"
  )
  private static let setLastUse = Query("UPDATE api_keys SET last_used_time = $1 WHERE id = $2")
  private static let lastingOwnerKeys = Query(
    """
    SELECT k.id, k.principal_id FROM api_keys k JOIN principals p ON p.id = k.principal_id
    WHERE p.role = $1 AND k.revoke_time IS NULL AND k.expire_time IS NULL ORDER BY k.id
    """
  )
  private static let all = Query(
    """
    SELECT k.id, k.token_hash, k.expire_time, k.revoke_time, p.id, p.kind, p.name, p.role, r.grants
    FROM api_keys k JOIN principals p ON p.id = k.principal_id LEFT JOIN roles r ON r.name = p.role
    """
  )

  /// The key of a row whose columns start at `first`.
  static func key(_ row: any Statement, from first: Int = 0) -> ApiKey {
    func time(_ column: Int) -> Timestamp? {
      row.optionalInt64(first + column).map { Timestamp(Time(microseconds: $0)) }
    }
    return ApiKey(
      id: row.int64(first),
      principalID: row.int64(first + 1),
      label: row.text(first + 2),
      createTime: time(3),
      expireTime: time(4),
      lastUsedTime: time(5),
      revokeTime: time(6),
      revision: row.int64(first + 7)
    )
  }

  /// - Throws: `KEY_NOT_FOUND`.
  static func key(_ id: Int64, _ db: any Connection) throws -> ApiKey {
    guard let key = try db.first(byID, id, read: { key($0) }) else {
      throw RPCError(.keyNotFound, "There is no key \(id).", ["key_id": "\(id)"])
    }
    return key
  }

  @discardableResult
  package static func insert(
    _ hash: TokenHash,
    of principal: Int64,
    label: String,
    expireTime: Time? = nil,
    _ stamp: Stamp,
    _ db: any Connection
  ) throws -> ApiKey {
    let (time, revision) = (stamp.time.microseconds, stamp.revision)
    return try db.only(insert, principal, label, hash.bytes, time, expireTime?.microseconds, revision) {
      key($0)
    }
  }

  /// Revokes a key that is there.
  static func revoke(_ id: Int64, _ stamp: Stamp, _ db: any Connection) throws -> ApiKey {
    // The key was read in this transaction, so there is a row.
    try db.only(revoke, stamp.time.microseconds, stamp.revision, id) { key($0) }
  }

  /// - Returns: whether the key existed and was not yet revoked.
  @discardableResult
  package static func revoke(_ hash: TokenHash, _ stamp: Stamp, _ db: any Connection) throws -> Bool {
    try db.run(revokeByHash, stamp.time.microseconds, stamp.revision, hash.bytes) == 1
  }

  /// The keys of a principal that are not revoked, by id.
  static func unrevoked(of principal: Int64, _ db: any Connection) throws -> [ApiKey] {
    try db.all(unrevoked, principal) { key($0) }
  }

  static func setLastUse(of key: Int64, _ time: Time, _ db: any Connection) throws {
    try db.post(setLastUse, time.microseconds, key)
  }

  /// The owners' keys that are neither revoked nor limited in time: one must remain, to prevent a lockout.
  static func lastingOwnerKeys(_ db: any Connection) throws -> [(id: Int64, principal: Int64)] {
    try db.all(lastingOwnerKeys, BuiltInRole.owner.name) { ($0.int64(0), $0.int64(1)) }
  }

  /// Every key with the principal it names, for ``KeyDirectory``.
  package static func snapshot(_ db: any Connection) throws -> [KeyDirectory.StoredKey] {
    try db.all(all) { row in
      KeyDirectory.StoredKey(
        id: row.int64(0),
        hash: TokenHash(stored: row.bytes(1)),
        expireTime: row.optionalInt64(2).map(Time.init(microseconds:)),
        isRevoked: !row.isNull(3),
        principal: CallingPrincipal(
          id: row.int64(4),
          kind: PrincipalKind(rawValue: row.int32(5)),
          name: row.text(6),
          role: row.text(7),
          grants: GrantSet(names: row.text(8))
        )
      )
    }
  }
}

import SQL

/// The SQL of roles, principals and API keys.
package enum StaffQueries {
  private static let upsertRole = Query(
    """
    INSERT INTO roles (name, grants, built_in) VALUES ($1, $2, 1)
    ON CONFLICT (name) DO UPDATE SET grants = excluded.grants, built_in = 1
    """
  )
  private static let countPrincipals = Query("SELECT count(*) FROM principals")
  private static let insertPrincipal = Query(
    "INSERT INTO principals (kind, name, role, create_time) VALUES ($1, $2, $3, $4) RETURNING id"
  )
  private static let insertKey = Query(
    """
    INSERT INTO api_keys (principal_id, label, token_hash, create_time, expire_time)
    VALUES ($1, $2, $3, $4, $5)
    """
  )
  private static let revokeKey = Query(
    "UPDATE api_keys SET revoke_time = $1 WHERE token_hash = $2 AND revoke_time IS NULL"
  )
  private static let allKeys = Query(
    """
    SELECT k.token_hash, k.expire_time, k.revoke_time, p.id, p.kind, p.name, r.name, r.grants
    FROM api_keys k JOIN principals p ON p.id = k.principal_id JOIN roles r ON r.name = p.role
    """
  )

  /// Gives the built-in roles the grants of this release.
  package static func installBuiltInRoles(_ db: any Connection) throws {
    for role in Role.builtIn { try db.run(upsertRole, role.name, role.grants.names) }
  }

  package static func hasPrincipals(_ db: any Connection) throws -> Bool {
    try db.first(countPrincipals) { $0.int64(0) > 0 } ?? false
  }

  package static func insertPrincipal(
    _ kind: Principal.Kind,
    name: String,
    role: String,
    now: Time,
    _ db: any Connection
  ) throws -> Int64 {
    // An INSERT with RETURNING always has its row.
    try db.first(insertPrincipal, kind.rawValue, name, role, now.microseconds) { $0.int64(0) }!
  }

  package static func insertKey(
    _ hash: APIKey.Hash,
    of principal: Int64,
    label: String,
    expireTime: Time? = nil,
    now: Time,
    _ db: any Connection
  ) throws {
    try db.run(insertKey, principal, label, hash.bytes, now.microseconds, expireTime?.microseconds)
  }

  /// - Returns: whether there was such a key, not yet revoked.
  @discardableResult
  package static func revokeKey(_ hash: APIKey.Hash, now: Time, _ db: any Connection) throws -> Bool {
    try db.run(revokeKey, now.microseconds, hash.bytes) == 1
  }

  /// Every key with the principal it names.
  package static func keys(_ db: any Connection) throws -> [APIKey.Hash: KeyDirectory.Entry] {
    var keys: [APIKey.Hash: KeyDirectory.Entry] = [:]
    try db.forEach(allKeys) { row in
      let principal = Principal(
        id: row.int64(3),
        kind: Principal.Kind(rawValue: row.int64(4)) ?? .service,
        name: row.text(5),
        role: Role(name: row.text(6), grants: GrantSet(names: row.text(7)))
      )
      keys[APIKey.Hash(bytes: row.bytes(0))] = KeyDirectory.Entry(
        principal: principal,
        expireTime: row.optionalInt64(1).map(Time.init(microseconds:)),
        isRevoked: !row.isNull(2)
      )
    }
    return keys
  }
}

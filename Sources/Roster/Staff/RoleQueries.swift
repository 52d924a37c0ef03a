import RPC
import RosterProto
import SQL

/// The SQL of roles.
package enum RoleQueries {
  /// The columns of a role, in the order ``role(_:from:)`` reads them.
  static let columns = """
    roles.name, roles.grants, roles.built_in, \
    (SELECT count(*) FROM principals WHERE principals.role = roles.name), \
    roles.create_time, roles.update_time, roles.revision
    """

  private static let upsertRole = Query(
    """
    INSERT INTO roles (name, grants, built_in, create_time, update_time, revision)
    VALUES ($1, $2, 1, $3, $3, $4)
    ON CONFLICT (name) DO UPDATE SET
      grants = excluded.grants, built_in = 1, update_time = excluded.update_time, revision = excluded.revision
      WHERE roles.grants <> excluded.grants OR roles.built_in = 0
    """
  )
  private static let byName = Query("SELECT \(columns) FROM roles WHERE name = $1")
  private static let insert = Query(
    "INSERT INTO roles (name, grants, create_time, update_time, revision) VALUES ($1, $2, $3, $3, $4)"
  )
  private static let setGrants = Query(
    "UPDATE roles SET grants = $1, update_time = $2, revision = $3 WHERE name = $4"
  )
  private static let delete = Query("DELETE FROM roles WHERE name = $1")

  /// The role of a row whose columns start at `first`.
  static func role(_ row: any Statement, from first: Int = 0) -> Role {
    Role(
      name: row.text(first),
      grants: GrantSet(names: row.text(first + 1)).list.map(\.rawValue),
      builtIn: row.bool(first + 2),
      principalCount: Int32(clamping: row.int64(first + 3)),
      createTime: Timestamp(Time(microseconds: row.int64(first + 4))),
      updateTime: Timestamp(Time(microseconds: row.int64(first + 5))),
      revision: row.int64(first + 6)
    )
  }

  /// Gives a built-in role the grants of this release.
  ///
  /// - Returns: the role, if anything had to change.
  static func install(_ role: BuiltInRole, _ stamp: Stamp, _ db: any Connection) throws -> Role? {
    let (time, revision) = (stamp.time.microseconds, stamp.revision)
    let changes = try db.run(upsertRole, role.name, role.grants.names, time, revision)
    return changes == 0 ? nil : try self.role(role.name, db)
  }

  static func roleIfAny(_ name: String, _ db: any Connection) throws -> Role? {
    try db.first(byName, name) { role($0) }
  }

  /// - Throws: `ROLE_NOT_FOUND`.
  static func role(_ name: String, _ db: any Connection) throws -> Role {
    guard let role = try roleIfAny(name, db) else {
      throw RPCError(.roleNotFound, "There is no role \(name).", ["role": name])
    }
    return role
  }

  static func insert(_ name: String, _ grants: GrantSet, _ stamp: Stamp, _ db: any Connection) throws -> Role
  {
    try db.run(insert, name, grants.names, stamp.time.microseconds, stamp.revision)
    return try role(name, db)
  }

  static func setGrants(
    _ grants: GrantSet,
    ofRole name: String,
    _ stamp: Stamp,
    _ db: any Connection
  ) throws -> Role {
    try db.run(setGrants, grants.names, stamp.time.microseconds, stamp.revision, name)
    return try role(name, db)
  }

  static func delete(_ name: String, _ db: any Connection) throws {
    try db.run(delete, name)
  }
}

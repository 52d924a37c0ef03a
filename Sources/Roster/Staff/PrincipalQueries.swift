import RPC
import RosterProto
import SQL

/// The SQL of principals.
package enum PrincipalQueries {
  /// The columns of a principal, in the order ``principal(_:from:)`` reads them.
  static let columns = """
    principals.id, principals.kind, principals.name, principals.role, principals.create_time, \
    principals.update_time, principals.revision
    """

  private static let count = Query("SELECT count(*) FROM principals")
  private static let byID = Query(
    "SELECT \(columns) FROM principals WHERE id = $1 AND delete_time IS NULL"
  )
  private static let idByName = Query(
    "SELECT id FROM principals WHERE name_key = $1 AND delete_time IS NULL"
  )
  private static let insert = Query(
    """
    INSERT INTO principals (kind, name, name_key, role, create_time, update_time, revision)
    VALUES ($1, $2, $3, $4, $5, $5, $6) RETURNING \(columns)
    """
  )
  private static let update = Query(
    """
    UPDATE principals SET name = $1, name_key = $2, role = $3, update_time = $4, revision = $5
    WHERE id = $6 RETURNING \(columns)
    """
  )
  private static let delete = Query(
    """
    UPDATE principals SET role = NULL, delete_time = $1, update_time = $1, revision = $2 WHERE id = $3
    """
  )
  private static let grants = Query(
    "SELECT r.grants FROM principals p JOIN roles r ON r.name = p.role WHERE p.id = $1"
  )

  /// The principal of a row whose columns start at `first`.
  static func principal(_ row: any Statement, from first: Int = 0) -> Principal {
    Principal(
      id: row.int64(first),
      kind: PrincipalKind(rawValue: row.int32(first + 1)),
      name: row.text(first + 2),
      role: row.text(first + 3),
      createTime: Timestamp(Time(microseconds: row.int64(first + 4))),
      updateTime: Timestamp(Time(microseconds: row.int64(first + 5))),
      revision: row.int64(first + 6)
    )
  }

  /// Whether any principal exists, deleted ones included.
  package static func hasPrincipals(_ db: any Connection) throws -> Bool {
    try db.first(count) { $0.int64(0) > 0 } ?? false
  }

  /// - Throws: `PRINCIPAL_NOT_FOUND`, also for one that is deleted.
  static func principal(_ id: Int64, _ db: any Connection) throws -> Principal {
    guard let principal = try db.first(byID, id, read: { principal($0) }) else {
      throw RPCError(.principalNotFound, "There is no principal \(id).", ["principal_id": "\(id)"])
    }
    return principal
  }

  /// The id of the principal with this name, ignoring case.
  static func id(named name: String, _ db: any Connection) throws -> Int64? {
    try db.first(idByName, TextKey.fold(name)) { $0.int64(0) }
  }

  package static func insert(
    _ kind: PrincipalKind,
    name: String,
    role: String,
    _ stamp: Stamp,
    _ db: any Connection
  ) throws -> Principal {
    let (time, revision) = (stamp.time.microseconds, stamp.revision)
    return try db.only(insert, Int64(kind.rawValue), name, TextKey.fold(name), role, time, revision) {
      principal($0)
    }
  }

  /// Writes the name and the role.
  static func update(_ changed: Principal, _ stamp: Stamp, _ db: any Connection) throws -> Principal {
    // The principal was read in this transaction, so there is a row.
    try db.only(
      update,
      changed.name,
      TextKey.fold(changed.name),
      changed.role,
      stamp.time.microseconds,
      stamp.revision,
      changed.id
    ) { principal($0) }
  }

  /// The principal alone; its keys have to be revoked in the same transaction.
  static func delete(_ id: Int64, _ stamp: Stamp, _ db: any Connection) throws {
    try db.run(delete, stamp.time.microseconds, stamp.revision, id)
  }

  /// The grants of a principal's role; none, if the principal is deleted.
  static func grants(of id: Int64, _ db: any Connection) throws -> GrantSet {
    try db.first(grants, id) { GrantSet(names: $0.text(0)) } ?? GrantSet([])
  }
}

import RPC
import RosterProto
import SQL

/// The lists of principals, roles and keys: their filters.
enum StaffList {
  /// - Throws: `INVALID_FIELD`.
  static func principals(kind: PrincipalKind, role: String) throws(RPCError) -> ListQuery {
    guard PrincipalKind.allCases.contains(kind) else {
      throw .invalid("kind", "must be one of the values of PrincipalKind")
    }
    var query = try ListQuery(
      columns: PrincipalQueries.columns,
      from: "principals",
      id: "principals.id",
      orders: [.init("id", column: "principals.id", .integer)]
    )
    query.filter("principals.delete_time IS NULL")
    if kind != .unspecified { query.filter("principals.kind =", Int64(kind.rawValue)) }
    if !role.isEmpty { query.filter("principals.role =", role) }
    return query
  }

  static func roles() throws(RPCError) -> ListQuery {
    try ListQuery(
      columns: RoleQueries.columns,
      from: "roles",
      id: "roles.id",
      orders: [.init("name", column: "roles.name", .text)]
    )
  }

  /// - Parameter principal: 0 for every principal's.
  /// - Throws: `INVALID_FIELD`.
  static func keys(ofPrincipal principal: Int64, includeRevoked: Bool) throws(RPCError) -> ListQuery {
    var query = try ListQuery(
      columns: KeyQueries.columns,
      from: "api_keys",
      id: "api_keys.id",
      orders: [.init("id", column: "api_keys.id", .integer)]
    )
    if principal != 0 {
      query.filter("api_keys.principal_id =", try Checks.id(principal, "principal_id"))
    }
    if !includeRevoked { query.filter("api_keys.revoke_time IS NULL") }
    return query
  }
}

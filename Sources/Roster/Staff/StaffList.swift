import RPC
import RosterProto
import SQL

/// The lists of principals, roles and keys: their filters.
enum StaffList {
  /// - Throws: `INVALID_FIELD`.
  static func principals(kind: PrincipalKind, role: String) throws(RPCError) -> ListQuery<Principal> {
    let kind = try Checks.choice(kind, "kind")
    var query = try ListQuery(
      columns: PrincipalQueries.columns,
      from: "principals",
      id: "principals.id",
      orders: [.init("id", column: "principals.id", .integer)],
      read: PrincipalQueries.principal(_:from:)
    )
    query.filter("principals.delete_time IS NULL")
    if let kind { query.filter("principals.kind =", Int64(kind.rawValue)) }
    if !role.isEmpty { query.filter("principals.role =", role) }
    return query
  }

  static func roles() throws(RPCError) -> ListQuery<Role> {
    try ListQuery(
      columns: RoleQueries.columns,
      from: "roles",
      id: "roles.id",
      orders: [.init("name", column: "roles.name", .text)],
      read: RoleQueries.role(_:from:)
    )
  }

  /// - Parameters:
  ///   - principal: 0 for every principal's.
  ///   - show: a stored key as staff see it.
  /// - Throws: `INVALID_FIELD`.
  static func keys(
    ofPrincipal principal: Int64,
    includeRevoked: Bool,
    show: @escaping (ApiKey) -> ApiKey
  ) throws(RPCError) -> ListQuery<ApiKey> {
    var query = try ListQuery(
      columns: KeyQueries.columns,
      from: "api_keys",
      id: "api_keys.id",
      orders: [.init("id", column: "api_keys.id", .integer)],
      read: { show(KeyQueries.key($0, from: $1)) }
    )
    try query.filter("api_keys.principal_id =", id: principal, "principal_id")
    if !includeRevoked { query.filter("api_keys.revoke_time IS NULL") }
    return query
  }
}

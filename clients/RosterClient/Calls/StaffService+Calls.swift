// An `expectedRevision` is the revision of the principal or role as read; if it has changed since, the call
// fails. 0 does not check.

extension StaffServiceClientProtocol {
  /// Creates a principal, without a key.
  public func createPrincipal(_ kind: PrincipalKind, name: String, role: String) async throws(RPCError)
    -> Principal
  {
    try await createPrincipal(CreatePrincipalRequest(kind: kind, name: name, role: role))
  }

  /// The principal with this id.
  public func getPrincipal(id: Int64) async throws(RPCError) -> Principal {
    try await getPrincipal(GetPrincipalRequest(principalID: id))
  }

  /// The principals, ordered by id.
  ///
  /// - Parameters:
  ///   - kind: only principals of this kind; `unspecified` for both.
  ///   - role: only principals with this role; empty for all.
  ///   - pageSize: principals fetched at a time, up to 1,000; 0 leaves it to the server.
  public func listPrincipals(
    kind: PrincipalKind = .unspecified,
    role: String = "",
    pageSize: Int32 = 0
  ) -> PagedSequence<Principal> {
    PagedSequence(ListPrincipalsRequest(kind: kind, role: role, pageSize: pageSize), by: listPrincipals)
  }

  /// Changes a principal's name, role or both.
  public func updatePrincipal(
    id: Int64,
    _ changes: PrincipalChanges,
    expectedRevision: Int64 = 0
  ) async throws(RPCError) -> Principal {
    let principal = Principal(id: id, name: changes.name ?? "", role: changes.role ?? "")
    return try await updatePrincipal(
      UpdatePrincipalRequest(
        principal: principal,
        updateMask: changes.mask,
        expectedRevision: expectedRevision
      )
    )
  }

  /// Deletes a principal for good and revokes its keys.
  ///
  /// - Returns: the revision, which is the id of its event.
  @discardableResult
  public func deletePrincipal(id: Int64, expectedRevision: Int64 = 0) async throws(RPCError) -> Int64 {
    try await deletePrincipal(DeletePrincipalRequest(principalID: id, expectedRevision: expectedRevision))
      .revision
  }
}

extension StaffServiceClientProtocol {
  /// Creates a role.
  ///
  /// - Parameter grants: its grants, by the names in staff.proto.
  public func createRole(name: String, grants: [String]) async throws(RPCError) -> Role {
    try await createRole(CreateRoleRequest(name: name, grants: grants))
  }

  /// All roles, including built-in ones, ordered by name.
  public func listRoles(pageSize: Int32 = 0) -> PagedSequence<Role> {
    PagedSequence(ListRolesRequest(pageSize: pageSize), by: listRoles)
  }

  /// Replaces the grants of a role, for every principal that has it.
  public func updateRole(
    name: String,
    grants: [String],
    expectedRevision: Int64 = 0
  ) async throws(RPCError) -> Role {
    let request = UpdateRoleRequest(
      role: Role(name: name, grants: grants),
      updateMask: FieldMask(paths: ["grants"]),
      expectedRevision: expectedRevision
    )
    return try await updateRole(request)
  }

  /// Deletes a role that no principal has.
  ///
  /// - Returns: the revision, which is the id of its event.
  @discardableResult
  public func deleteRole(name: String, expectedRevision: Int64 = 0) async throws(RPCError) -> Int64 {
    try await deleteRole(DeleteRoleRequest(role: name, expectedRevision: expectedRevision)).revision
  }
}

extension StaffServiceClientProtocol {
  /// Creates a key of a principal. Only this reply contains the token.
  ///
  /// The token is empty if the call was repeated under its request id, by you or by the client, and an
  /// earlier attempt had created the key: then revoke it and create another.
  ///
  /// - Parameter label: the key's purpose; may be empty.
  public func createKey(
    principal: Int64,
    label: String = "",
    expiry: Expiry = .never
  ) async throws(RPCError) -> CreateKeyResponse {
    try await createKey(CreateKeyRequest(principalID: principal, label: label, expireTime: expiry.time))
  }

  /// The keys, including expired ones, ordered by id.
  ///
  /// - Parameters:
  ///   - principal: only keys of this principal; 0 for all.
  ///   - includeRevoked: also lists revoked keys.
  public func listKeys(
    principal: Int64 = 0,
    includeRevoked: Bool = false,
    pageSize: Int32 = 0
  ) -> PagedSequence<ApiKey> {
    let request = ListKeysRequest(
      principalID: principal,
      includeRevoked: includeRevoked,
      pageSize: pageSize
    )
    return PagedSequence(request, by: listKeys)
  }

  /// Revokes a key: the next call with its token is refused.
  public func revokeKey(id: Int64) async throws(RPCError) -> ApiKey {
    try await revokeKey(RevokeKeyRequest(keyID: id))
  }
}

import RPC
import RosterProto
import SQL

/// Principals: all callers except users. Each method declares its authorization rule and its kind; those for
/// roles and keys are in files of their own.
package struct StaffService: StaffServiceInterface {
  let run: Runner
  let tokens: PageTokens
  private let keys: KeyDirectory

  package init(run: Runner, tokens: PageTokens, keys: KeyDirectory) {
    self.run = run
    self.tokens = tokens
    self.keys = keys
  }

  package var createPrincipal: UnaryHandler<CreatePrincipalRequest, Principal> {
    run.write(.grant(.staffManage)) { request, context in
      guard PrincipalKind.named.contains(request.kind) else {
        throw RPCError.invalid("kind", "must be staff or service")
      }
      let name = try TextRules.principalName(request.name, "name")
      let role = try RoleQueries.role(try StaffRules.roleName(request.role, "role"), context.db)
      try context.permit(.createPrincipal(role: role.grantSet))
      try Self.requireFree(name, context.db)
      let principal = try PrincipalQueries.insert(
        request.kind,
        name: name,
        role: role.name,
        context.stamp,
        context.db
      )
      try context.record("principal.created", .principal(principal.id), .created(principal))
      return principal
    }
  }

  package var getPrincipal: UnaryHandler<GetPrincipalRequest, Principal> {
    run.point(.grant(.staffManage)) { request, context in
      try PrincipalQueries.principal(try Checks.id(request.principalID, "principal_id"), context.db)
    }
  }

  package var listPrincipals: UnaryHandler<ListPrincipalsRequest, ListPrincipalsResponse> {
    run.list(.grant(.staffManage), tokens) { request, _ in
      try StaffList.principals(kind: request.kind, role: request.role)
    }
  }

  package var updatePrincipal: UnaryHandler<UpdatePrincipalRequest, Principal> {
    run.write(.grant(.staffManage)) { request, context in
      guard let change = request.principal else { throw RPCError.invalid("principal", "must not be empty") }
      let mask = try UpdateMask(
        request.updateMask,
        writable: ["name": !change.name.isEmpty, "role": !change.role.isEmpty]
      )
      let id = try Checks.id(change.id, "principal.id")
      let name = mask.contains("name") ? try TextRules.principalName(change.name, "principal.name") : nil
      let role = mask.contains("role") ? try StaffRules.roleName(change.role, "principal.role") : nil
      let principal = try PrincipalQueries.principal(id, context.db)
      var changed = principal
      if let name { changed.name = name }
      if let role { changed.role = role }
      try Self.permit(changed, from: principal, context)
      try Self.require(request.expectedRevision, of: principal)
      guard changed != principal else { return principal }
      try Self.requirePossible(changed, from: principal, context)
      changed = try PrincipalQueries.update(changed, context.stamp, context.db)
      try context.record("principal.updated", .principal(id), .changed(from: principal, to: changed))
      return changed
    }
  }

  package var deletePrincipal: UnaryHandler<DeletePrincipalRequest, DeletePrincipalResponse> {
    run.write(.grant(.staffManage)) { request, context in
      let id = try Checks.id(request.principalID, "principal_id")
      let principal = try PrincipalQueries.principal(id, context.db)
      try context.permit(.deletePrincipal(try PrincipalQueries.grants(of: id, context.db)))
      try Self.require(request.expectedRevision, of: principal)
      try StaffRules.requireOwnerKey(context.db) { _, principal in principal == id }
      try PrincipalQueries.delete(id, context.stamp, context.db)
      let revision = try context.record("principal.deleted", .principal(id), .deleted(principal))
      for key in try KeyQueries.unrevoked(of: id, context.db) { try Self.revoke(key, of: principal, context) }
      return DeletePrincipalResponse(revision: revision)
    }
  }

  /// The key with its use as of now, which the database learns later.
  func withLastUse(_ key: ApiKey) -> ApiKey {
    var key = key
    if let last = keys.lastUse(ofKey: key.id) { key.lastUsedTime = Timestamp(last) }
    return key
  }

  /// - Throws: `ROLE_NOT_FOUND` or `GRANT_NOT_HELD`.
  private static func permit(
    _ changed: Principal,
    from principal: Principal,
    _ context: WriteContext
  ) throws {
    let grants = try PrincipalQueries.grants(of: principal.id, context.db)
    let newRole =
      changed.role == principal.role ? grants : try RoleQueries.role(changed.role, context.db).grantSet
    try context.permit(.updatePrincipal(grants, newRole: newRole))
  }

  /// - Throws: `PRINCIPAL_EXISTS` or `LAST_OWNER_KEY`.
  private static func requirePossible(
    _ changed: Principal,
    from principal: Principal,
    _ context: WriteContext
  ) throws {
    if changed.name != principal.name {
      try requireFree(changed.name, for: principal.id, context.db)
    }
    if changed.role != principal.role {
      try StaffRules.requireOwnerKey(context.db) { _, owner in owner == principal.id }
    }
  }

  /// - Throws: `PRINCIPAL_EXISTS` where a principal other than `id` has the name.
  private static func requireFree(_ name: String, for id: Int64 = 0, _ db: any Connection) throws {
    guard let other = try PrincipalQueries.id(named: name, db), other != id else { return }
    throw RPCError(
      .principalExists,
      "Principal \(other) has this name already. Use that one, or another name.",
      ["principal_id": "\(other)"]
    )
  }

  private static func require(_ expectedRevision: Int64, of principal: Principal) throws(RPCError) {
    try Checks.revision(
      expectedRevision,
      current: principal.revision,
      of: "Principal \(principal.id)"
    )
  }
}

extension Role {
  var grantSet: GrantSet { GrantSet(grants.compactMap(Grant.init(rawValue:))) }
}

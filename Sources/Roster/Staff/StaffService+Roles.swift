import RPC
import RosterProto
import SQL

extension StaffService {
  package var createRole: UnaryHandler<CreateRoleRequest, Role> {
    run.write(.grant(.staffManage)) { request, context in
      let name = try StaffRules.newRoleName(request.name, "name")
      let grants = try StaffRules.grants(request.grants, "grants")
      try context.permit(.createRole(grants))
      guard try RoleQueries.roleIfAny(name, context.db) == nil else {
        throw RPCError(.roleExists, "There is a role \(name) already. Use another name.", ["role": name])
      }
      let role = try RoleQueries.insert(name, grants, context.stamp, context.db)
      try context.record("role.created", .role(name), .created(role))
      return role
    }
  }

  package var listRoles: UnaryHandler<ListRolesRequest, ListRolesResponse> {
    run.list(.grant(.staffManage), tokens) { _, _ in try StaffList.roles() }
  }

  package var updateRole: UnaryHandler<UpdateRoleRequest, Role> {
    run.write(.grant(.staffManage)) { request, context in
      guard let change = request.role else { throw RPCError.invalid("role", "must not be empty") }
      let mask = try UpdateMask(request.updateMask, writable: ["grants": !change.grants.isEmpty])
      let name = try StaffRules.roleName(change.name, "role.name")
      let grants = try StaffRules.grants(change.grants, "role.grants")
      let role = try Self.ownRole(name, context)
      let new = mask.contains("grants") ? grants : role.grantSet
      try context.permit(.updateRole(role.grantSet, new: new))
      try Self.require(request.expectedRevision, of: role)
      guard new != role.grantSet else { return role }
      let changed = try RoleQueries.setGrants(new, ofRole: name, context.stamp, context.db)
      try context.record("role.updated", .role(name), .changed(from: role, to: changed))
      return changed
    }
  }

  package var deleteRole: UnaryHandler<DeleteRoleRequest, DeleteRoleResponse> {
    run.write(.grant(.staffManage)) { request, context in
      let name = try StaffRules.roleName(request.role, "role")
      let role = try Self.ownRole(name, context)
      try context.permit(.deleteRole(role.grantSet))
      try Self.require(request.expectedRevision, of: role)
      guard role.principalCount == 0 else {
        throw RPCError(
          .roleInUse,
          "Principals have the role \(name). Give them another one first.",
          ["role": name, "principal_count": "\(role.principalCount)"]
        )
      }
      try RoleQueries.delete(name, context.db)
      let revision = try context.record("role.deleted", .role(name), .deleted(role))
      return DeleteRoleResponse(revision: revision)
    }
  }

  /// The role that a request changes, which must not be built in.
  ///
  /// - Throws: `ROLE_NOT_FOUND` or `ROLE_BUILT_IN`.
  private static func ownRole(_ name: String, _ context: WriteContext) throws -> Role {
    let role = try RoleQueries.role(name, context.db)
    guard !role.builtIn else {
      throw RPCError(
        .roleBuiltIn,
        "The role \(name) is built in and cannot be changed. Create one of your own.",
        ["role": name]
      )
    }
    return role
  }

  private static func require(_ expectedRevision: Int64, of role: Role) throws(RPCError) {
    try Checks.revision(expectedRevision, current: role.revision, of: "Role \(role.name)")
  }
}

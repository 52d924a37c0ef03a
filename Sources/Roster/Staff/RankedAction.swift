/// An action of StaffService with the grants of its target: all that the rank check needs.
enum RankedAction: Sendable {
  /// Creates a principal with a role.
  case createPrincipal(role: GrantSet)
  /// Renames a principal, or gives it another role.
  case updatePrincipal(GrantSet, newRole: GrantSet)
  case deletePrincipal(GrantSet)
  case createRole(GrantSet)
  /// Changes a role, and with it every principal that has it.
  case updateRole(GrantSet, new: GrantSet)
  case deleteRole(GrantSet)
  /// Creates a key, which gives its holder the principal's grants.
  case createKey(of: GrantSet)
  case revokeKey(of: GrantSet)

  /// The grants that the target has before the action.
  var target: GrantSet {
    switch self {
    case .updatePrincipal(let grants, _), .deletePrincipal(let grants), .updateRole(let grants, _),
      .deleteRole(let grants), .revokeKey(let grants):
      grants
    case .createPrincipal, .createRole, .createKey: GrantSet([])
    }
  }

  /// The grants that the action gives.
  var given: GrantSet {
    switch self {
    case .createPrincipal(let grants), .updatePrincipal(_, let grants), .createRole(let grants),
      .updateRole(_, let grants), .createKey(let grants):
      grants
    case .deletePrincipal, .deleteRole, .revokeKey: GrantSet([])
    }
  }
}

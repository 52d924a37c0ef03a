import RPC
import RosterProto

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

/// Rank: callers must have every grant of the principal, role or key that they change, and every grant that
/// they give.
///
/// A principal has the rank of its role, and a key that of its principal. So callers may always change
/// themselves and their own keys, and give up grants of their own.
enum Rank {
  /// - Parameter held: the caller's grants.
  /// - Throws: `GRANT_NOT_HELD`, with the first grant that is missing.
  static func permit(_ action: RankedAction, held: GrantSet) throws(RPCError) {
    if let grant = action.target.subtracting(held).list.first {
      throw notHeld(grant, "You cannot change a target that has the grant \(grant.rawValue)")
    }
    if let grant = action.given.subtracting(held).list.first {
      throw notHeld(grant, "You cannot give the grant \(grant.rawValue)")
    }
  }

  private static func notHeld(_ grant: Grant, _ what: String) -> RPCError {
    RPCError(
      .grantNotHeld,
      "\(what), which your own role lacks. Ask a principal whose role has it.",
      ["grant": grant.rawValue]
    )
  }
}

extension WriteContext {
  /// Checks an action against the caller's grants, read in this transaction.
  ///
  /// - Throws: `GRANT_NOT_HELD`.
  func permit(_ action: RankedAction) throws {
    guard case .principal(let caller) = caller else { return try Rank.permit(action, held: GrantSet([])) }
    try Rank.permit(action, held: try PrincipalQueries.grants(of: caller.id, db))
  }
}

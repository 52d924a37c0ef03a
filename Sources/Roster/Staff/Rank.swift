import RPC

/// What a method of StaffService does, with the grants of what it does it to: all that rank depends on.
enum RankedAction: Sendable {
  /// Makes a principal with a role.
  case createPrincipal(role: GrantSet)
  /// Renames a principal, or gives it another role.
  case updatePrincipal(GrantSet, newRole: GrantSet)
  case deletePrincipal(GrantSet)
  case createRole(GrantSet)
  /// Changes a role, and with it every principal that has it.
  case updateRole(GrantSet, new: GrantSet)
  case deleteRole(GrantSet)
  /// Makes a key, which gives its holder what the principal may do.
  case createKey(of: GrantSet)
  case revokeKey(of: GrantSet)

  /// The grants of the principal, role or key as it is.
  var target: GrantSet {
    switch self {
    case .updatePrincipal(let grants, _), .deletePrincipal(let grants), .updateRole(let grants, _),
      .deleteRole(let grants), .revokeKey(let grants):
      grants
    case .createPrincipal, .createRole, .createKey: GrantSet([])
    }
  }

  /// The grants that somebody has afterwards because of it.
  var given: GrantSet {
    switch self {
    case .createPrincipal(let grants), .updatePrincipal(_, let grants), .createRole(let grants),
      .updateRole(_, let grants), .createKey(let grants):
      grants
    case .deletePrincipal, .deleteRole, .revokeKey: GrantSet([])
    }
  }
}

/// Rank: nobody acts on a principal, a role or a key that holds a grant they lack, and nobody gives a grant
/// they lack.
///
/// A principal has the rank of its role, and a key that of its principal. So callers may always act on
/// themselves and on their own keys, and give up grants of their own.
enum Rank {
  /// - Parameter held: the caller's grants.
  /// - Throws: `GRANT_NOT_HELD`, with the first grant that is missing.
  static func permit(_ action: RankedAction, held: GrantSet) throws(RPCError) {
    if let grant = action.target.subtracting(held).list.first {
      throw notHeld(grant, "You cannot change what holds the grant \(grant.rawValue)")
    }
    if let grant = action.given.subtracting(held).list.first {
      throw notHeld(grant, "You cannot give the grant \(grant.rawValue)")
    }
  }

  private static func notHeld(_ grant: Grant, _ what: String) -> RPCError {
    RPCError(
      .grantNotHeld,
      "\(what), which your own role lacks. Ask somebody whose role has it.",
      ["grant": grant.rawValue]
    )
  }
}

extension WriteContext {
  /// Holds an action against the caller's rank as it is in this transaction.
  ///
  /// - Throws: `GRANT_NOT_HELD`.
  func permit(_ action: RankedAction) throws {
    guard case .principal(let caller) = caller else { return try Rank.permit(action, held: GrantSet([])) }
    try Rank.permit(action, held: try PrincipalQueries.grants(of: caller.id, db))
  }
}

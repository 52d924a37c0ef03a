import RPC
import RosterProto

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

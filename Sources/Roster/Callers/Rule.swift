import RPC
import RosterProto

/// The authorization rule of a method, declared with the method. A class, because every call passes it on.
package final class Rule<Request>: Sendable {
  enum Principals: Sendable {
    case anyone
    case authenticated
    case nobody
    /// The set contains only this grant; it is built once here, not on every call.
    case grant(Grant, GrantSet)
  }

  let principals: Principals
  let users: UserRule<Request>
  let session: SessionRule

  private init(
    principals: Principals,
    users: UserRule<Request>,
    session: SessionRule = .complete
  ) {
    self.principals = principals
    self.users = users
    self.session = session
  }

  /// Anyone, without a token.
  package static var anyone: Rule { Rule(principals: .anyone, users: .anyone) }

  /// Any authenticated caller.
  package static var authenticated: Rule { Rule(principals: .authenticated, users: .anyone) }

  /// A principal whose role has the grant, and the users that `users` allows.
  package static func grant(
    _ grant: Grant,
    users: UserRule<Request> = .nobody,
    session: SessionRule = .complete
  ) -> Rule {
    Rule(principals: .grant(grant, GrantSet([grant])), users: users, session: session)
  }

  /// Users only, each for themselves: the request does not name whom it is for.
  package static func ownSession(_ session: SessionRule) -> Rule {
    Rule(principals: .nobody, users: .anyone, session: session)
  }
}

extension Rule {
  /// Whether a call can be made with the token of a session.
  var letsUsersCall: Bool {
    if case .anyone = principals { return false }
    if case .nobody = users { return false }
    return true
  }

  /// Checks the caller's authorization, as far as it does not depend on the request. For users this checks
  /// only that the rule allows users at all; ``UserPolicy`` checks the rest.
  ///
  /// - Throws: `PERMISSION_DENIED`.
  func authorize(_ identity: Identity, _ call: Call) throws(RPCError) {
    switch (identity, principals) {
    case (.principal(let principal), .grant(let grant, let needed)):
      guard principal.grants.contains(needed) else {
        throw RPCError.grantMissing(grant, principal, call.method)
      }
    case (.principal, .nobody):
      throw Self.usersOnly(call.method)
    case (.session, _):
      if case .nobody = users { throw UserPolicy.staffOnly(call.method) }
    default:
      break
    }
  }

  private static func usersOnly(_ method: MethodDescriptor) -> RPCError {
    RPCError(
      .usersOnly,
      "\(method.name) is for users. Send the token of the user's session in the metadata on-behalf-of.",
      ["method": "\(method)"]
    )
  }
}

extension RPCError {
  static func grantMissing(
    _ grant: Grant,
    _ principal: CallingPrincipal,
    _ method: MethodDescriptor
  ) -> RPCError {
    RPCError(
      .grantMissing,
      "\(method.name) needs the grant \(grant.rawValue), which the role \(principal.role) lacks. "
        + "Ask an owner for a role that has it.",
      ["grant": grant.rawValue, "method": method.description]
    )
  }
}

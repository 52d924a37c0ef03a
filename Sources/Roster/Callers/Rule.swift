import RPC
import RosterProto

/// The authorization rule of a method, declared with the method.
package struct Rule<Request>: Sendable {
  enum Principals: Sendable {
    case anyone
    case authenticated
    /// The set contains only this grant; it is built once here, not on every call.
    case grant(Grant, GrantSet)
  }

  let principals: Principals
  let users: UserRule<Request>

  /// Anyone, without a token.
  package static var anyone: Rule { Rule(principals: .anyone, users: .anyone) }

  /// Any authenticated caller.
  package static var authenticated: Rule { Rule(principals: .authenticated, users: .anyone) }

  /// A principal whose role has the grant, and the users that `users` allows.
  package static func grant(_ grant: Grant, users: UserRule<Request> = .nobody) -> Rule {
    Rule(principals: .grant(grant, GrantSet([grant])), users: users)
  }
}

extension Rule {
  /// Checks the caller's authorization, as far as it does not depend on the request. For users this checks
  /// only that the rule allows users at all; ``UserPolicy`` checks the rest.
  ///
  /// - Throws: `PERMISSION_DENIED`.
  func authorize(_ caller: Caller, _ call: Call) throws(RPCError) {
    switch (caller, principals) {
    case (.principal(let principal), .grant(let grant, let needed)):
      guard principal.grants.contains(needed) else { throw Self.missing(grant, principal, call.method) }
    case (.user, _):
      if case .nobody = users { throw UserPolicy.staffOnly(call.method) }
    default:
      break
    }
  }

  private static func missing(
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

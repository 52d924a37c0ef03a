import RPC
import RosterProto

/// Who may call a method; declared beside the method.
package struct Rule<Request>: Sendable {
  enum Principals: Sendable {
    case anyone
    case authenticated
    /// The set holds the one grant: made here once, and not again at every call.
    case grant(Grant, GrantSet)
  }

  let principals: Principals
  let users: UserRule<Request>

  /// Anyone at all, without a token.
  package static var anyone: Rule { Rule(principals: .anyone, users: .anyone) }

  /// Any caller.
  package static var authenticated: Rule { Rule(principals: .authenticated, users: .anyone) }

  /// A principal whose role has the grant, and the users that `users` lets in.
  package static func grant(_ grant: Grant, users: UserRule<Request> = .nobody) -> Rule {
    Rule(principals: .grant(grant, GrantSet([grant])), users: users)
  }
}

extension Rule {
  /// Refuses a caller whom the rule does not let in. A user is let in as far as the rule has any place for
  /// users; ``UserPolicy`` asks the rest, with the request at hand.
  ///
  /// - Throws: `PERMISSION_DENIED`.
  func authorize(_ caller: Caller, _ method: MethodDescriptor) throws(RPCError) {
    switch (caller, principals) {
    case (.principal(let principal), .grant(let grant, let needed)):
      guard principal.grants.contains(needed) else { throw Self.missing(grant, principal, method) }
    case (.user, _):
      if case .nobody = users { throw UserPolicy.staffOnly(method) }
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

/// Which users may call a method, by what they ask for.
package enum UserRule<Request>: Sendable {
  /// None: the method is for principals.
  case nobody
  /// Every user.
  case anyone
  /// The user that the request is about.
  case themselves(@Sendable (Request) -> Int64)
  /// A member of the account, with a permission where one is named.
  case member(of: @Sendable (Request) -> Int64, with: Permission? = nil)
  /// The account's owner, while client user management is enabled.
  case owner(of: @Sendable (Request) -> Int64)
  /// The user that the request is about, as a member of the account; and the account's owner, while client
  /// user management is enabled.
  case themselvesOrOwner(_ user: @Sendable (Request) -> Int64, of: @Sendable (Request) -> Int64)
  /// Decided by the method, by ``UserPolicy``: it takes more than the request to know.
  case decidedByMethod

  /// Whether the database decides.
  var needsData: Bool {
    switch self {
    case .nobody, .anyone: false
    case .themselves, .member, .owner, .themselvesOrOwner, .decidedByMethod: true
    }
  }
}

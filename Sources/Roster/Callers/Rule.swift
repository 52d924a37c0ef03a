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
}

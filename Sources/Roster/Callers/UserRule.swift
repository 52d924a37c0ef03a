import RPC
import RosterProto

/// Which users may call a method, depending on the request.
package enum UserRule<Request>: Sendable {
  /// None: the method is for principals.
  case nobody
  /// Every user.
  case anyone
  /// The user that the request names.
  case themselves(@Sendable (Request) -> Int64)
  /// A member of the account, with a permission where one is named.
  case member(of: @Sendable (Request) -> Int64, with: Permission? = nil)
  /// The account's owner, while client user management is enabled.
  case owner(of: @Sendable (Request) -> Int64)
  /// The user that the request names, as a member of the account; and the account's owner, while client user
  /// management is enabled.
  case themselvesOrOwner(_ user: @Sendable (Request) -> Int64, of: @Sendable (Request) -> Int64)
  /// The method decides, with ``UserPolicy``: the request alone is not enough.
  case decidedByMethod

  /// Whether the database decides.
  var needsData: Bool {
    switch self {
    case .nobody, .anyone: false
    case .themselves, .member, .owner, .themselvesOrOwner, .decidedByMethod: true
    }
  }
}

import RosterProto

/// What is known of a user and an account when access is asked for. The decision is a function of it alone.
package struct AccessFacts: Sendable, Hashable {
  package struct Membership: Sendable, Hashable {
    package var permissions: Permissions
    package var expireTime: Time?

    package init(permissions: Permissions, expireTime: Time? = nil) {
      self.permissions = permissions
      self.expireTime = expireTime
    }
  }

  /// Nil where there is no such user.
  package var userState: UserState?
  /// Nil where there is no such account.
  package var accountState: AccountState?
  package var isOwner: Bool
  /// Nil where the user is no member of the account.
  package var membership: Membership?

  package init(
    userState: UserState?,
    accountState: AccountState?,
    isOwner: Bool,
    membership: Membership?
  ) {
    self.userState = userState
    self.accountState = accountState
    self.isOwner = isOwner
    self.membership = membership
  }

  /// Everything the user may do on the account at a moment, and the reason: of several causes to refuse, the
  /// first in the order of AccessReason. Granted here means that there is a membership in force.
  package func permissions(at now: Time) -> (Permissions, AccessReason) {
    guard let userState else { return ([], .userNotFound) }
    guard let accountState else { return ([], .accountNotFound) }
    guard userState == .active else { return ([], .userLocked) }
    guard accountState == .active else { return ([], .accountClosed) }
    guard let membership else { return ([], .notAMember) }
    if isOwner { return (.all, .owner) }
    if let end = membership.expireTime, end <= now { return ([], .membershipExpired) }
    return (membership.permissions, .granted)
  }

  /// Whether the user may do one thing.
  package func check(_ permission: Permission, at now: Time) -> CheckPermissionResponse {
    let (permissions, reason) = permissions(at: now)
    if permissions.contains(Permissions(permission)) {
      return CheckPermissionResponse(allowed: true, reason: reason)
    }
    return CheckPermissionResponse(allowed: false, reason: reason == .granted ? .notGranted : reason)
  }
}

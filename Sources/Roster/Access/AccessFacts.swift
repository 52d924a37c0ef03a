import RosterProto

/// What an access check reads about a user and an account. The decision depends only on this and the time.
package struct AccessFacts: Sendable, Hashable {
  package struct Membership: Sendable, Hashable {
    package var permissions: Permissions
    package var expireTime: Time?

    package init(permissions: Permissions, expireTime: Time? = nil) {
      self.permissions = permissions
      self.expireTime = expireTime
    }
  }

  /// Nil where the user does not exist.
  package var userState: UserState?
  /// Nil where the account does not exist.
  package var accountState: AccountState?
  package var isOwner: Bool
  /// Nil where the user is not a member of the account.
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

  /// All permissions of the user on the account at a moment, and the reason. Where several causes deny
  /// access, the reason is the first in the order of AccessReason. `granted` means an unexpired membership,
  /// even one without permissions.
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

  /// Whether the user has one permission.
  package func check(_ permission: Permission, at now: Time) -> CheckPermissionResponse {
    let (permissions, reason) = permissions(at: now)
    if permissions.contains(Permissions(permission)) {
      return CheckPermissionResponse(allowed: true, reason: reason)
    }
    return CheckPermissionResponse(allowed: false, reason: reason == .granted ? .notGranted : reason)
  }
}

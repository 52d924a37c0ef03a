import RPC
import RosterProto

/// What an invitation offers, and when it expires; already validated.
struct InvitationTerms: Sendable, Hashable {
  let permissions: Permissions
  /// Nil for a membership that does not expire.
  let membershipExpireTime: Time?
  /// When it can no longer be accepted.
  let expireTime: Time

  /// The terms of an invitation that is sent now.
  init(_ permissions: Permissions, membershipExpireTime: Time?, settings: Settings, now: Time) {
    self.permissions = permissions
    self.membershipExpireTime = membershipExpireTime
    expireTime = InvitationState.expireTime(
      sentAt: now,
      lifetimeSeconds: settings.invitationLifetime?.seconds ?? 0,
      membershipEnd: membershipExpireTime
    )
  }
}

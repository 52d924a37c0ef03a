import RPC
import RosterProto

/// What an invitation offers, and until when: its checked numbers.
struct InvitationTerms: Sendable, Hashable {
  let permissions: Permissions
  /// Nil for a membership without an end.
  let membershipExpireTime: Time?
  /// When it can no longer be accepted.
  let expireTime: Time

  /// The terms of one that is sent now.
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

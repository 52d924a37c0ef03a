import RosterProto

// The states of an invitation and the transitions between them: values, without a database.
extension InvitationState {
  /// The state at a moment: a pending invitation past its expire time is expired, without a write.
  ///
  /// - Parameter stored: the last state written; `expired` is never written.
  package init(stored: InvitationState, expireTime: Time, at now: Time) {
    self = stored == .pending && expireTime <= now ? .expired : stored
  }

  /// The state after an action; nil where the action is not possible.
  package func after(_ action: InvitationAction) -> InvitationState? {
    switch action {
    case .resend: self == .pending || self == .expired ? .pending : nil
    case .cancel: self == .pending ? .cancelled : nil
    case .accept: self == .pending ? .accepted : nil
    case .decline: self == .pending ? .declined : nil
    }
  }

  /// When an invitation that is sent now expires: after its lifetime, but not later than the membership that
  /// it offers.
  package static func expireTime(sentAt now: Time, lifetimeSeconds: Int64, membershipEnd: Time?) -> Time {
    let end = Time(microseconds: now.microseconds + lifetimeSeconds * 1_000_000)
    return membershipEnd.map { min($0, end) } ?? end
  }
}

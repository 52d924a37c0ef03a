import RosterProto

/// What can be done with an invitation once it is sent.
package enum InvitationAction: Sendable, Hashable, CaseIterable {
  case resend, cancel, accept, decline
}

// How far an invitation has come and where it can go from there: values, without a database.
extension InvitationState {
  /// The state as of a moment: a pending invitation whose time has passed is expired, with nothing having
  /// to happen.
  ///
  /// - Parameter stored: what somebody made of it last; never expired, which nobody makes it.
  package init(stored: InvitationState, expireTime: Time, at now: Time) {
    self = stored == .pending && expireTime <= now ? .expired : stored
  }

  /// Where an action leads from here; nil where it is not possible.
  package func after(_ action: InvitationAction) -> InvitationState? {
    switch action {
    case .resend: self == .pending || self == .expired ? .pending : nil
    case .cancel: self == .pending ? .cancelled : nil
    case .accept: self == .pending ? .accepted : nil
    case .decline: self == .pending ? .declined : nil
    }
  }

  /// When an invitation that is sent now expires: after its lifetime, and never later than the membership it
  /// offers.
  package static func expireTime(sentAt now: Time, lifetimeSeconds: Int64, membershipEnd: Time?) -> Time {
    let end = Time(microseconds: now.microseconds + lifetimeSeconds * 1_000_000)
    return membershipEnd.map { min($0, end) } ?? end
  }
}

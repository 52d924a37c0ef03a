import Roster
import RosterProto
import Testing

@Suite("The states of an invitation")
struct InvitationStateTests {
  private static let states = InvitationState.allCases.filter { $0 != .unspecified }

  /// All valid transitions; any other is refused.
  private static let transitions: [InvitationState: [InvitationAction: InvitationState]] = [
    .pending: [.resend: .pending, .cancel: .cancelled, .accept: .accepted, .decline: .declined],
    .expired: [.resend: .pending],
    .accepted: [:],
    .declined: [:],
    .cancelled: [:],
  ]

  @Test(
    "each action leads to the contract's state, or is refused",
    arguments: states,
    InvitationAction.allCases
  )
  func action(_ state: InvitationState, _ action: InvitationAction) {
    #expect(state.after(action) == Self.transitions[state]?[action])
  }

  @Test("a pending one expires exactly at its time; any other keeps its state", arguments: states)
  func clock(_ stored: InvitationState) {
    let end = SettableClock.start
    func state(at time: Time) -> InvitationState {
      InvitationState(stored: stored, expireTime: end, at: time)
    }
    #expect(state(at: Time(microseconds: end.microseconds - 1)) == stored)
    #expect(state(at: end) == (stored == .pending ? .expired : stored))
    #expect(state(at: end + 1) == (stored == .pending ? .expired : stored))
  }

  @Test("it expires after its lifetime, and never later than the membership it offers")
  func expireTime() {
    let now = SettableClock.start
    func end(membership: Time?) -> Time {
      InvitationState.expireTime(sentAt: now, lifetimeSeconds: 60, membershipEnd: membership)
    }
    #expect(end(membership: nil) == now + 60)
    #expect(end(membership: now + 61) == now + 60)
    #expect(end(membership: now + 59) == now + 59)
  }
}

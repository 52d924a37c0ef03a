/// What can be done with an invitation after it is sent.
package enum InvitationAction: Sendable, Hashable, CaseIterable {
  case resend, cancel, accept, decline
}

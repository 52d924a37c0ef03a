/// The mails that there are. A raw value names the template's files and is what the outbox keeps.
package enum MailTemplate: String, Sendable, CaseIterable {
  /// To somebody who is to join an account; no user may have the address yet.
  case invitation
  /// The same, when the link has been replaced: the former one no longer works.
  case invitationResent = "invitation_resent"
  case invitationCancelled = "invitation_cancelled"
  /// To a user with an invitation who was given access without waiting for the answer.
  case accessGranted = "access_granted"
  /// To a user who is no longer a member of an account.
  case accessRemoved = "access_removed"
  /// To the new owner of an account.
  case ownershipReceived = "ownership_received"
  /// To the former owner of an account.
  case ownershipGiven = "ownership_given"
  /// To the address that a user had, so that a thief cannot move in unnoticed.
  case emailChangedOld = "email_changed_old"
  /// To the address that a user has now.
  case emailChangedNew = "email_changed_new"
  /// To a user who is asked to prove their identity.
  case verificationRequested = "verification_requested"

  /// What must be given.
  package var variables: Set<String> {
    switch self {
    case .invitation, .invitationResent: ["account_name", "expire_time"]
    case .invitationCancelled, .accessGranted, .accessRemoved: ["account_name"]
    case .ownershipReceived: ["account_name", "former_owner_name"]
    case .ownershipGiven: ["account_name", "new_owner_name"]
    case .emailChangedOld, .emailChangedNew: ["old_email", "new_email"]
    case .verificationRequested: ["expire_time"]
    }
  }

  /// What may be given besides: each template says something fitting without it.
  package var optionalVariables: Set<String> {
    switch self {
    case .invitation, .invitationResent: ["recipient_name", "inviter_name"]
    default: ["recipient_name", "sign_in_link"]
    }
  }

  /// Whether the mail carries a secret, its `link`, which is kept apart from the variables.
  package var hasLink: Bool {
    switch self {
    case .invitation, .invitationResent: true
    default: false
    }
  }

  /// Says which variables are missing, empty or unknown.
  ///
  /// - Throws: `permanent`.
  package func check(_ given: [String: String], hasLink: Bool) throws(MailError) {
    let missing = variables.filter { given[$0, default: ""].isEmpty }.sorted()
    guard missing.isEmpty else {
      throw MailError(.permanent, "the mail \(rawValue) lacks \(missing.joined(separator: ", "))")
    }
    let unknown = Set(given.keys).subtracting(variables).subtracting(optionalVariables).sorted()
    guard unknown.isEmpty else {
      throw MailError(.permanent, "the mail \(rawValue) has no \(unknown.joined(separator: ", "))")
    }
    guard hasLink == self.hasLink else {
      throw MailError(.permanent, "the mail \(rawValue) must have \(self.hasLink ? "a link" : "no link")")
    }
  }
}

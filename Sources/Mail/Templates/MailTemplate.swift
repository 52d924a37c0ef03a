/// All mails. A raw value names the template's files and is stored in the outbox.
package enum MailTemplate: String, Sendable, CaseIterable {
  /// To a person invited to an account; the address may not have a user yet.
  case invitation
  /// The same, with a new link; the former one no longer works.
  case invitationResent = "invitation_resent"
  case invitationCancelled = "invitation_cancelled"
  /// To a user with an invitation who was given access before answering it.
  case accessGranted = "access_granted"
  /// To a user who is no longer a member of an account.
  case accessRemoved = "access_removed"
  /// To the new owner of an account.
  case ownershipReceived = "ownership_received"
  /// To the former owner of an account.
  case ownershipGiven = "ownership_given"
  /// To the former address of a user, so that an attacker cannot change it unnoticed.
  case emailChangedOld = "email_changed_old"
  /// To the new address of a user.
  case emailChangedNew = "email_changed_new"
  /// To a user who is asked to prove their identity.
  case verificationRequested = "verification_requested"

  /// The required variables.
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

  /// The optional variables: each template also reads well without them.
  package var optionalVariables: Set<String> {
    switch self {
    case .invitation, .invitationResent: ["recipient_name", "inviter_name"]
    default: ["recipient_name", "sign_in_link"]
    }
  }

  /// Whether the mail has a secret, its `link`, which is kept apart from the variables.
  package var hasLink: Bool {
    switch self {
    case .invitation, .invitationResent: true
    default: false
    }
  }

  /// Checks that no variable is missing, empty or unknown.
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

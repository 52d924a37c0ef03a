extension MailTemplate {
  /// The required variables.
  package var variables: Set<String> {
    switch self {
    case .invitation, .invitationResent: ["account_name", "expire_time"]
    case .invitationCancelled, .accessGranted, .accessRemoved: ["account_name"]
    case .ownershipOffered: ["account_name", "owner_name", "expire_time"]
    case .ownershipReceived: ["account_name", "former_owner_name"]
    case .ownershipGiven: ["account_name", "new_owner_name"]
    case .emailVerification: ["email", "expire_time"]
    case .emailChangeRequested: ["new_email"]
    case .emailChangedOld, .emailChangedNew: ["old_email", "new_email"]
    case .verificationRequested, .passwordReset: ["expire_time"]
    case .newDevice, .impersonated: ["time"]
    case .passwordChanged, .twoFactorEnabled, .twoFactorDisabled, .passkeyAdded, .passkeyRemoved,
      .recoveryCodesReplaced, .securityQuestionChanged:
      []
    }
  }

  /// The optional variables: each template also reads well without them.
  package var optionalVariables: Set<String> {
    let common: Set = hasLink ? ["recipient_name"] : ["recipient_name", "sign_in_link"]
    return switch self {
    case .invitation, .invitationResent: common.union(["inviter_name"])
    case .passkeyAdded, .passkeyRemoved: common.union(["passkey_label"])
    case .newDevice: common.union(["device_label", "source_address"])
    default: common
    }
  }

  /// Whether the mail has a secret, its `link`, which is kept apart from the variables.
  package var hasLink: Bool {
    switch self {
    case .invitation, .invitationResent, .emailVerification, .passwordReset: true
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

import RosterProto

extension Setting {
  static let minute: Int64 = 60
  static let hour = 60 * minute
  static let day = 24 * hour

  private static let linkBounds = "an http or https URL of at most 2,000 bytes that contains {token} once"

  /// Every setting, in the order of the fields' numbers.
  static let all = switches + invitations + lifetimes + texts + links + signIn

  private static let switches = [
    Setting(
      "disable_client_user_management",
      .flag(\.disableClientUserManagement),
      "true or false",
      "Whether account owners are kept from managing the users of their accounts. "
        + "Staff and services still can."
    )
  ]

  private static let invitations = [
    Setting(
      "invitation_lifetime",
      .duration(\.invitationLifetime, minute...90 * day),
      "1 minute to 90 days",
      "How long an invitation can be accepted after its last mail."
    ),
    Setting(
      "max_pending_invitations",
      .count(\.maxPendingInvitations, 1...1_000),
      "1 to 1,000",
      "How many invitations of one account may be pending at once."
    ),
    Setting(
      "invitations_per_account_per_hour",
      .count(\.invitationsPerAccountPerHour, 1...10_000),
      "1 to 10,000",
      "How many invitations one account may send in any 60 minutes, those resent included."
    ),
    Setting(
      "invitations_per_address_per_day",
      .count(\.invitationsPerAddressPerDay, 1...1_000),
      "1 to 1,000",
      "How many invitations may be sent to one e-mail address in any 24 hours, by all accounts together."
    ),
  ]

  private static let lifetimes = [
    Setting(
      "password_reset_lifetime",
      .duration(\.passwordResetLifetime, 5 * minute...24 * hour),
      "5 minutes to 24 hours",
      "How long the link that resets a password works."
    ),
    Setting(
      "session_lifetime",
      .duration(\.sessionLifetime, 5 * minute...365 * day),
      "5 minutes to 365 days",
      "How long a session lasts at the most."
    ),
    Setting(
      "session_idle_lifetime",
      .duration(\.sessionIdleLifetime, 5 * minute...365 * day),
      "5 minutes to 365 days, and at most session_lifetime",
      "How long a session lasts without being used."
    ),
    Setting(
      "verification_lifetime",
      .duration(\.verificationLifetime, hour...365 * day),
      "1 hour to 365 days",
      "How long a user may take to prove their identity, the decision included."
    ),
  ]

  private static let texts = [
    Setting(
      "security_questions",
      .texts(\.securityQuestions, TextRules.securityQuestion, atMost: 50),
      "at most 50 questions, each different and of 1 to 254 characters",
      "The questions that a user can choose from. If empty, no question can be set."
    ),
    Setting(
      "product_name",
      .text(\.productName, TextRules.requiredName),
      "1 to 128 characters",
      "The product's name in mails."
    ),
    Setting(
      "default_language",
      .text(\.defaultLanguage, TextRules.language),
      "a BCP 47 language tag such as en or pt-BR",
      "The language for users who have chosen none."
    ),
  ]

  private static let links = [
    Setting(
      "invitation_link",
      .text(\.invitationLink, TextRules.tokenLink),
      linkBounds,
      "The link in invitation mails."
    ),
    Setting(
      "password_reset_link",
      .text(\.passwordResetLink, TextRules.tokenLink),
      linkBounds,
      "The link in password reset mails."
    ),
    Setting(
      "email_verification_link",
      .text(\.emailVerificationLink, TextRules.tokenLink),
      linkBounds,
      "The link in mails that verify an e-mail address."
    ),
    Setting(
      "sign_in_link",
      .text(\.signInLink, TextRules.link, isRequired: false),
      "an http or https URL of at most 2,000 bytes, or empty",
      "The link in mails without a token. If empty, those mails have no link."
    ),
  ]
}

import RPC
import RosterProto

/// The default settings.
enum SettingsDefaults {
  static let settings = Settings(
    disableClientUserManagement: false,
    invitationLifetime: days(7),
    maxPendingInvitations: 100,
    invitationsPerAccountPerHour: 60,
    invitationsPerAddressPerDay: 10,
    passwordResetLifetime: hours(1),
    sessionLifetime: days(30),
    sessionIdleLifetime: hours(24),
    verificationLifetime: days(14),
    productName: "Roster",
    defaultLanguage: "en",
    invitationLink: "https://example.com/invitation?token={token}",
    passwordResetLink: "https://example.com/password-reset?token={token}",
    emailVerificationLink: "https://example.com/verify-email?token={token}",
    signInLink: "https://example.com/",
    trustedDeviceLifetime: hours(0),
    newDeviceMail: true,
    impersonationLifetime: hours(1),
    impersonationMail: true,
    linkMailsPerAddressPerHour: 5,
    // The first event there is, which every installation begins with.
    revision: 1
  )

  private static func hours(_ count: Int64) -> ProtoDuration { ProtoDuration(seconds: count * 3_600) }
  private static func days(_ count: Int64) -> ProtoDuration { hours(count * 24) }
}

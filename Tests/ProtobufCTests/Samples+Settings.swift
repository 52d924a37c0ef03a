import ProtobufC
import RPC
import RosterProto

extension Samples {
  private static func seconds(_ count: Int64) -> ProtoDuration { ProtoDuration(seconds: count) }
  private static let setting = Settings(
    disableClientUserManagement: true,
    invitationLifetime: seconds(1),
    maxPendingInvitations: 2,
    invitationsPerAccountPerHour: .max,
    invitationsPerAddressPerDay: .min,
    passwordResetLifetime: seconds(3),
    sessionLifetime: seconds(4),
    sessionIdleLifetime: seconds(5),
    verificationLifetime: seconds(6),
    securityQuestions: [text, "", "Which?"],
    productName: text,
    defaultLanguage: "de",
    invitationLink: "https://a/{token}",
    passwordResetLink: "https://b/{token}",
    emailVerificationLink: "https://c/{token}",
    signInLink: "https://d/",
    updateTime: time,
    revision: 7
  )
  static let settings: [any Message] = [
    setting,
    SettingDescription(name: "n", description: text, bounds: "b"),
    GetSettingsRequest(),
    UpdateSettingsRequest(settings: setting, updateMask: mask, expectedRevision: 1),
    DescribeSettingsRequest(),
    DescribeSettingsResponse(
      settings: [SettingDescription(name: "n"), SettingDescription()],
      defaults: setting
    ),
  ]
}

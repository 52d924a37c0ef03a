import RPC
import Roster
import RosterProto
import Testing

/// A value for a setting.
struct SettingChange: Sendable, CustomTestStringConvertible {
  let name: String
  /// Names the value, if there are several.
  let label: String
  let make: @Sendable (inout Settings) -> Void

  var testDescription: String { "\(name) \(label)" }

  private init(_ name: String, _ label: String = "", _ make: @escaping @Sendable (inout Settings) -> Void) {
    self.name = name
    self.label = label
    self.make = make
  }

  private typealias Path<Value> = any WritableKeyPath<Settings, Value> & Sendable

  private static let durations: [(name: String, field: Path<ProtoDuration?>, range: ClosedRange<Int64>)] = [
    ("invitation_lifetime", \.invitationLifetime, 60...90 * 86_400),
    ("password_reset_lifetime", \.passwordResetLifetime, 300...86_400),
    ("session_lifetime", \.sessionLifetime, 86_400...365 * 86_400),
    ("session_idle_lifetime", \.sessionIdleLifetime, 300...30 * 86_400),
    ("verification_lifetime", \.verificationLifetime, 3_600...365 * 86_400),
    ("impersonation_lifetime", \.impersonationLifetime, 300...86_400),
  ]
  private static let counts: [(name: String, field: Path<Int32>, range: ClosedRange<Int32>)] = [
    ("max_pending_invitations", \.maxPendingInvitations, 1...1_000),
    ("invitations_per_account_per_hour", \.invitationsPerAccountPerHour, 1...10_000),
    ("invitations_per_address_per_day", \.invitationsPerAddressPerDay, 1...1_000),
    ("link_mails_per_address_per_hour", \.linkMailsPerAddressPerHour, 1...100),
  ]
  private static let links: [(name: String, field: Path<String>)] = [
    ("invitation_link", \.invitationLink),
    ("password_reset_link", \.passwordResetLink),
    ("email_verification_link", \.emailVerificationLink),
  ]

  private static func longName(_ count: Int) -> String { String(repeating: "é", count: count) }
  private static func seconds(_ count: Int64) -> ProtoDuration { ProtoDuration(seconds: count) }

  private static func text(_ name: String, _ field: Path<String>, _ values: [String]) -> [SettingChange] {
    values.map { value in SettingChange(name, value) { $0[keyPath: field] = value } }
  }

  private static func questions(_ label: String, _ values: [String]) -> SettingChange {
    SettingChange("security_questions", label) { $0.securityQuestions = values }
  }

  private static func length(_ count: Int) -> String { String(repeating: "x", count: count) }

  /// The bounds of each setting, with the defaults for the others.
  static let accepted: [SettingChange] = {
    var changes = [
      SettingChange("disable_client_user_management") { $0.disableClientUserManagement = true },
      questions("one", ["?"]),
      questions("50", (1...50).map { "Question \($0)?" }),
      questions("longest", [longName(254), "?"]),
    ]
    changes += [SettingChange("two_factor_required") { $0.twoFactorRequired = true }]
    changes += [SettingChange("new_device_mail") { $0.newDeviceMail = false }]
    changes += [SettingChange("impersonation_mail") { $0.impersonationMail = false }]
    changes += [SettingChange("trusted_device_lifetime") { $0.trustedDeviceLifetime = seconds(30 * 86_400) }]
    changes += text("passkey_relying_party_id", \.passkeyRelyingPartyID, ["localhost", "login.example.com"])
    changes += [
      SettingChange("passkey_origins") { $0.passkeyOrigins = ["https://a.example:8443", "http://b"] }
    ]
    changes += text("product_name", \.productName, ["R", longName(128)])
    changes += text("default_language", \.defaultLanguage, ["pt-BR"])
    let signIn = ["", "https://example.com", "http://localhost:8080/%7Ein?a=b&c=d#e"]
    changes += text("sign_in_link", \.signInLink, signIn)
    for (name, field, range) in durations {
      for end in [range.lowerBound, range.upperBound] {
        changes.append(SettingChange(name, "\(end)") { $0[keyPath: field] = seconds(end) })
      }
    }
    for (name, field, range) in counts {
      for end in [range.lowerBound, range.upperBound] {
        changes.append(SettingChange(name, "\(end)") { $0[keyPath: field] = end })
      }
    }
    let values = [
      "http://a/{token}", "HTTPS://[::1]:8443/?t={token}#x", "https://example.com?{token}",
      "https://example.com/\(length(1_973)){token}",
    ]
    for (name, field) in links { changes += text(name, field, values) }
    return changes
  }()

  /// Values just out of bounds, or malformed.
  static let refused: [SettingChange] = {
    var changes = [
      questions("51", (1...51).map { "Question \($0)?" }),
      questions("twice", ["One?", "Two?", "One?"]),
    ]
    changes += [seconds(-1), seconds(30 * 86_400 + 1)].map { value in
      SettingChange("trusted_device_lifetime", "\(value)") { $0.trustedDeviceLifetime = value }
    }
    let domains = ["Example.com", "a..b", "-a.example", "a_b", "https://a", length(254)]
    changes += text("passkey_relying_party_id", \.passkeyRelyingPartyID, domains)
    changes += [
      SettingChange("passkey_origins", "twice") { $0.passkeyOrigins = ["https://a", "https://a"] }
    ]
    changes += text("product_name", \.productName, [" ", "a\nb", longName(129)])
    changes += text("default_language", \.defaultLanguage, ["e", "en_GB", "en-", "en-\(length(33))"])
    let signIn = [
      "example.com", "https://example.com/{token}", " https://example.com/", "mailto:ada@example.com",
      "https://example.com/\(length(1_981))",
    ]
    changes += text("sign_in_link", \.signInLink, signIn)
    for (name, field, range) in durations {
      // Two depend on each other: their own bounds are wider than those above.
      let low = name == "session_lifetime" ? 300 : range.lowerBound
      let high = name == "session_idle_lifetime" ? 365 * 86_400 : range.upperBound
      var values = [low - 1, high + 1, 0, -1, .max, .min].map(seconds)
      values += [ProtoDuration(seconds: low, nanos: 1), ProtoDuration(seconds: high, nanos: -1)]
      for value in values {
        changes.append(SettingChange(name, "\(value)") { $0[keyPath: field] = value })
      }
    }
    for (name, field, range) in counts {
      for value in [0, -1, range.upperBound + 1, .min, .max] {
        changes.append(SettingChange(name, "\(value)") { $0[keyPath: field] = value })
      }
    }
    for (name, field) in links { changes += text(name, field, malformedLinks) }
    return changes
  }()

  private static let malformedLinks = [
    "https://example.com/", "https://example.com/{token}{token}", "https://{token}/",
    "https://example.com{token}", "https://{token}.example.com/{token}", "ftp://example.com/{token}",
    "javascript:alert('{token}')", "https:///{token}", "//example.com/{token}", "{token}",
    "https://user@example.com/{token}", "https://example.com/a b{token}", "https://example.com/<{token}>",
    "https://example.com/\"{token}", "https://example.com/{token}%2", "https://example.com/\n{token}",
    "https://exämple.com/{token}", "https://example.com:port/{token}", "https://example.com/{Token}",
    "https://example.com/\(length(1_974)){token}",
  ]
}

import ArgumentParser
import RosterClient

/// A setting of the contract: its name there, and how it is written and read.
struct SettingField: Sendable, ExpressibleByArgument {
  let name: String
  private let kind: Kind

  private enum Kind: Sendable {
    case condition(any WritableKeyPath<Settings, Bool> & Sendable)
    case count(any WritableKeyPath<Settings, Int32> & Sendable)
    case duration(any WritableKeyPath<Settings, ProtoDuration?> & Sendable)
    case text(any WritableKeyPath<Settings, String> & Sendable)
    case list(any WritableKeyPath<Settings, [String]> & Sendable)
  }

  private init(_ name: String, _ kind: Kind) {
    self.name = name
    self.kind = kind
  }

  /// In any case, with `-` or `_` between the words.
  init?(argument: String) {
    let name = argument.lowercased().split(separator: "-", omittingEmptySubsequences: false)
      .joined(separator: "_")
    guard let field = Self.all.first(where: { $0.name == name }) else { return nil }
    self = field
  }

  static var allValueStrings: [String] { all.map(\.name) }

  /// In the contract's order.
  static let all = [
    SettingField("disable_client_user_management", .condition(\.disableClientUserManagement)),
    SettingField("invitation_lifetime", .duration(\.invitationLifetime)),
    SettingField("max_pending_invitations", .count(\.maxPendingInvitations)),
    SettingField("invitations_per_account_per_hour", .count(\.invitationsPerAccountPerHour)),
    SettingField("invitations_per_address_per_day", .count(\.invitationsPerAddressPerDay)),
    SettingField("password_reset_lifetime", .duration(\.passwordResetLifetime)),
    SettingField("session_lifetime", .duration(\.sessionLifetime)),
    SettingField("session_idle_lifetime", .duration(\.sessionIdleLifetime)),
    SettingField("verification_lifetime", .duration(\.verificationLifetime)),
    SettingField("security_questions", .list(\.securityQuestions)),
    SettingField("product_name", .text(\.productName)),
    SettingField("default_language", .text(\.defaultLanguage)),
    SettingField("invitation_link", .text(\.invitationLink)),
    SettingField("password_reset_link", .text(\.passwordResetLink)),
    SettingField("email_verification_link", .text(\.emailVerificationLink)),
    SettingField("sign_in_link", .text(\.signInLink)),
    SettingField("two_factor_required", .condition(\.twoFactorRequired)),
    SettingField("trusted_device_lifetime", .duration(\.trustedDeviceLifetime)),
    SettingField("new_device_mail", .condition(\.newDeviceMail)),
    SettingField("impersonation_lifetime", .duration(\.impersonationLifetime)),
    SettingField("impersonation_mail", .condition(\.impersonationMail)),
    SettingField("passkey_relying_party_id", .text(\.passkeyRelyingPartyID)),
    SettingField("passkey_origins", .list(\.passkeyOrigins)),
    SettingField("link_mails_per_address_per_hour", .count(\.linkMailsPerAddressPerHour)),
  ]
}

extension SettingField {
  /// The value in text form; for a list, the number of its entries.
  func text(_ settings: Settings) -> String {
    switch kind {
    case .condition(let path): settings[keyPath: path] ? "true" : "false"
    case .count(let path): String(settings[keyPath: path])
    case .duration(let path): settings[keyPath: path].map(DurationText.text) ?? ""
    case .text(let path): settings[keyPath: path]
    case .list(let path):
      settings[keyPath: path].count == 1 ? "1 entry" : "\(settings[keyPath: path].count) entries"
    }
  }

  /// The entries of a list; nothing of any other setting.
  func entries(_ settings: Settings) -> [String] {
    guard case .list(let path) = kind else { return [] }
    return settings[keyPath: path]
  }

  /// The value as protobuf's JSON has it: a duration is seconds, `3600s`.
  func json(_ settings: Settings) -> JSON {
    switch kind {
    case .condition(let path): .bool(settings[keyPath: path])
    case .count(let path): .int(Int64(settings[keyPath: path]))
    case .duration(let path): settings[keyPath: path].map { .string("\($0.seconds)s") } ?? .null
    case .text(let path): .string(settings[keyPath: path])
    case .list(let path): .array(settings[keyPath: path].map(JSON.string))
    }
  }

  /// Reads the value from the command line. The server checks its bounds.
  func write(_ words: [String], to settings: inout Settings) throws(Failure) {
    if case .list(let path) = kind {
      settings[keyPath: path] = words == [""] ? [] : words
      return
    }
    guard words.count == 1 else { throw .usage("\(name) takes one value, not \(words.count)") }
    switch kind {
    case .condition(let path): settings[keyPath: path] = try read(words[0], "true or false", Bool.init)
    case .count(let path): settings[keyPath: path] = try read(words[0], "a number") { Int32($0) }
    case .duration(let path):
      settings[keyPath: path] = try read(words[0], "a duration, such as 12h or 7d") { word in
        DurationText.seconds(word).map { ProtoDuration(seconds: $0) }
      }
    case .text(let path): settings[keyPath: path] = words[0]
    case .list: break
    }
  }

  private func read<Value>(
    _ word: String,
    _ expected: String,
    _ read: (String) -> Value?
  ) throws(Failure) -> Value {
    guard let value = read(word) else { throw .usage("\(name) is \(expected), not '\(word)'") }
    return value
  }
}

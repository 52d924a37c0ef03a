import RosterProto

extension Setting {
  static let signIn = [
    Setting(
      "two_factor_required",
      .flag(\.twoFactorRequired),
      "true or false",
      "Whether every user must have a second factor."
    ),
    Setting(
      "trusted_device_lifetime",
      .duration(\.trustedDeviceLifetime, 0...30 * day),
      "0 to 30 days",
      "How long a device that a user trusts needs no second factor. 0: no device is trusted."
    ),
    Setting(
      "new_device_mail",
      .flag(\.newDeviceMail),
      "true or false",
      "Whether a mail tells a user of a sign-in from a new device."
    ),
    Setting(
      "impersonation_lifetime",
      .duration(\.impersonationLifetime, 5 * minute...24 * hour),
      "5 minutes to 24 hours",
      "How long staff may act as a user."
    ),
    Setting(
      "impersonation_mail",
      .flag(\.impersonationMail),
      "true or false",
      "Whether a mail tells a user that staff act as them."
    ),
    Setting(
      "passkey_relying_party_id",
      .text(\.passkeyRelyingPartyID, TextRules.domain, isRequired: false),
      "a domain such as example.com, or empty",
      "The domain that passkeys are for. If empty, there are no passkeys."
    ),
    Setting(
      "passkey_origins",
      .texts(\.passkeyOrigins, TextRules.origin, atMost: 10),
      "at most 10 http or https URLs without a path",
      "The origins at which passkeys are used. If empty, https:// and passkey_relying_party_id."
    ),
    Setting(
      "link_mails_per_address_per_hour",
      .count(\.linkMailsPerAddressPerHour, 1...100),
      "1 to 100",
      "How many mails with a link for a password or an address one address may get in any 60 minutes."
    ),
  ]
}

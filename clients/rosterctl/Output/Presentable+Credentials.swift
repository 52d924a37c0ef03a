import RosterClient

extension EnrolTwoFactorResponse: Presentable {
  static let blank = EnrolTwoFactorResponse()

  static let columns: [Column<EnrolTwoFactorResponse>] = [
    Column(key: "SECRET") { $0.totpSecret },
    Column(key: "URI") { $0.otpauthUri },
  ]

  var json: JSON {
    ["totp_secret": .string(totpSecret), "otpauth_uri": .string(otpauthUri)]
  }
}

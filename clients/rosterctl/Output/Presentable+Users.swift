import RosterClient

extension User {
  /// First names, then last names.
  var fullName: String {
    [firstName, lastName].filter { !$0.isEmpty }.joined(separator: " ")
  }
}

extension User: Listed {
  static let listName = "users"

  static let blank = User()

  /// The Manage Users page.
  static let columns: [Column<User>] = [
    Column(id: "ID") { $0.id },
    Column("NAME") { $0.fullName },
    Column("E-MAIL") { $0.email },
    Column("2FA") { $1.sign("\u{26E8}", $0.twoFactorEnabled) },
    Column("SQ") { $1.sign("?", $0.securityQuestionSet) },
    Column("LAST LOGIN") { $1.time($0.lastLoginTime) },
    Column("STATE", isWide: true) { user, _ in
      Cell(user.state.name, user.state == .locked ? .bad : .plain)
    },
    Column("LANGUAGE", isWide: true) { $0.language },
    Column("PASSWORD", isWide: true) { $1.yesNo($0.passwordSet) },
    Column("2FA REQUIRED", isWide: true) { $1.yesNo($0.twoFactorRequired) },
    Column("VERIFIED E-MAIL", isWide: true) { $1.yesNo($0.emailVerified) },
    Column("VERIFICATION", isWide: true) { $0.verification.name },
    Column("CREATED", isWide: true) { $1.time($0.createTime, absent: "") },
    Column("UPDATED", isWide: true) { $1.time($0.updateTime, absent: "") },
    Column("REVISION", isWide: true) { String($0.revision) },
  ]

  var json: JSON {
    [
      "id": .int(id),
      "email": .string(email),
      "first_name": .string(firstName),
      "last_name": .string(lastName),
      "language": .string(language),
      "state": JSON(state),
      "two_factor_enabled": .bool(twoFactorEnabled),
      "security_question_set": .bool(securityQuestionSet),
      "email_verified": .bool(emailVerified),
      "verification": JSON(verification),
      "last_login_time": JSON(lastLoginTime),
      "create_time": JSON(createTime),
      "update_time": JSON(updateTime),
      "revision": .int(revision),
      "password_set": .bool(passwordSet),
      "two_factor_required": .bool(twoFactorRequired),
    ]
  }
}

extension UserAccount: Listed {
  static let listName = "accounts"

  static let blank = UserAccount(account: .blank, membership: .blank)

  static let columns: [Column<UserAccount>] = [
    Column(id: "ID") { $0.account?.id ?? 0 },
    Column("NAME") { $0.account?.name ?? "" },
    Column("STATE") { entry, _ in Account.stateCell(entry.account?.state ?? .unspecified) },
    Column("ROLE") { entry, _ in Membership.roleCell(entry.membership) },
    Column("PERMISSIONS") { Presentation.permissions($0.membership?.permissions ?? []) },
    Column("EXPIRES") { $1.expiry($0.membership?.expireTime) },
    Column("LAST LOGIN") { $1.time($0.membership?.lastLoginTime) },
    Column("MEMBER SINCE", isWide: true) { $1.time($0.membership?.createTime, absent: "") },
    Column("REVISION", isWide: true) { String($0.membership?.revision ?? 0) },
  ]

  var json: JSON {
    ["account": account?.json ?? .null, "membership": membership?.json ?? .null]
  }
}

import RosterClient

extension Account: Listed {
  static let listName = "accounts"

  static let blank = Account()

  static let columns: [Column<Account>] = [
    Column(id: "ID") { $0.id },
    Column("NAME") { $0.name },
    Column("STATE") { account, _ in stateCell(account.state) },
    Column(id: "OWNER") { $0.ownerUserID },
    Column("CREATED") { $1.time($0.createTime, absent: "") },
    Column("2FA REQUIRED", isWide: true) { $1.yesNo($0.twoFactorRequired) },
    Column("UPDATED", isWide: true) { $1.time($0.updateTime, absent: "") },
    Column("REVISION", isWide: true) { String($0.revision) },
  ]

  static func stateCell(_ state: AccountState) -> Cell {
    Cell(state.name, state == .closed ? .bad : .plain)
  }

  var json: JSON {
    [
      "id": .int(id),
      "name": .string(name),
      "state": JSON(state),
      "owner_user_id": .int(ownerUserID),
      "create_time": JSON(createTime),
      "update_time": JSON(updateTime),
      "revision": .int(revision),
      "two_factor_required": .bool(twoFactorRequired),
    ]
  }
}

extension Membership: Presentable {
  static let blank = Membership()

  static let columns: [Column<Membership>] = [
    Column(id: "ACCOUNT") { $0.accountID },
    Column(id: "USER") { $0.userID },
    Column("ROLE") { membership, _ in roleCell(membership) },
    Column("PERMISSIONS") { Presentation.permissions($0.permissions) },
    Column("EXPIRES") { $1.expiry($0.expireTime) },
    Column("LAST LOGIN", isWide: true) { $1.time($0.lastLoginTime) },
    Column("MEMBER SINCE", isWide: true) { $1.time($0.createTime, absent: "") },
    Column("UPDATED", isWide: true) { $1.time($0.updateTime, absent: "") },
    Column("REVISION", isWide: true) { String($0.revision) },
  ]

  static func roleCell(_ membership: Membership?) -> Cell {
    membership?.owner == true ? Cell("owner", .good) : Cell("member")
  }

  var json: JSON {
    [
      "account_id": .int(accountID),
      "user_id": .int(userID),
      "owner": .bool(owner),
      "permissions": JSON(permissions),
      "last_login_time": JSON(lastLoginTime),
      "expire_time": JSON(expireTime),
      "create_time": JSON(createTime),
      "update_time": JSON(updateTime),
      "revision": .int(revision),
    ]
  }
}

extension AccountUser: Presentable {
  static let blank = AccountUser(user: .blank, membership: .blank)

  /// The Users tab of an account.
  static let columns: [Column<AccountUser>] = [
    Column(id: "ID") { $0.user?.id ?? 0 },
    Column("NAME") { $0.user?.fullName ?? "" },
    Column("E-MAIL") { $0.user?.email ?? "" },
    Column("ROLE") { entry, _ in Membership.roleCell(entry.membership) },
    Column("PERMISSIONS") { Presentation.permissions($0.membership?.permissions ?? []) },
    Column("EXPIRES") { $1.expiry($0.membership?.expireTime) },
    Column("LAST LOGIN") { $1.time($0.membership?.lastLoginTime) },
    Column("2FA", isWide: true) { $1.sign("\u{26E8}", $0.user?.twoFactorEnabled ?? false) },
    Column("SQ", isWide: true) { $1.sign("?", $0.user?.securityQuestionSet ?? false) },
    Column("STATE", isWide: true) { $0.user?.state.name ?? "" },
    Column("MEMBER SINCE", isWide: true) { $1.time($0.membership?.createTime, absent: "") },
    Column("REVISION", isWide: true) { String($0.membership?.revision ?? 0) },
  ]

  var json: JSON {
    ["user": user?.json ?? .null, "membership": membership?.json ?? .null]
  }
}

extension TransferOwnershipResponse {
  /// All fields, with their names in the contract.
  var json: JSON {
    [
      "account": account?.json ?? .null,
      "owner": owner?.json ?? .null,
      "former_owner": formerOwner?.json ?? .null,
    ]
  }
}

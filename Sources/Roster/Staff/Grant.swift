/// What a role may allow its principals. The raw values are used in the database and in error messages.
package enum Grant: String, Sendable, CaseIterable {
  case usersList = "users.list"
  case usersRead = "users.read"
  case usersCreate = "users.create"
  case usersUpdate = "users.update"
  case usersDelete = "users.delete"
  case usersImport = "users.import"
  case credentialsReset = "credentials.reset"
  case credentialsDisable = "credentials.disable"
  case verificationManage = "verification.manage"
  case accountsRead = "accounts.read"
  case accountsManage = "accounts.manage"
  case membershipsManage = "memberships.manage"
  case invitationsManage = "invitations.manage"
  case ownershipTransfer = "ownership.transfer"
  case sessionsBroker = "sessions.broker"
  case sessionsImpersonate = "sessions.impersonate"
  case accessCheck = "access.check"
  case eventsRead = "events.read"
  case mailManage = "mail.manage"
  case settingsManage = "settings.manage"
  case staffManage = "staff.manage"
  case systemBackup = "system.backup"

  /// The grant's place in a ``GrantSet``. Only in memory: the database stores names.
  var bit: UInt64 { 1 << UInt64(Self.allCases.firstIndex(of: self)!) }
}

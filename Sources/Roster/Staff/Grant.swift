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
  fileprivate var bit: UInt64 { 1 << UInt64(Self.allCases.firstIndex(of: self)!) }
}

/// A set of grants, tested in one instruction.
package struct GrantSet: Sendable, Hashable {
  private var bits: UInt64 = 0

  package init(_ grants: some Sequence<Grant>) {
    for grant in grants { bits |= grant.bit }
  }

  /// - Parameter names: grants by name, separated by spaces, as the database has them. A name that this build
  ///   does not know grants nothing.
  package init(names: String) {
    self.init(names.split(separator: " ").compactMap { Grant(rawValue: String($0)) })
  }

  package static let all = GrantSet(Grant.allCases)

  package func contains(_ grant: GrantSet) -> Bool { bits & grant.bits == grant.bits }

  package func subtracting(_ grants: GrantSet) -> GrantSet {
    var difference = self
    difference.bits &= ~grants.bits
    return difference
  }

  /// The grants, each once, in the order in which the contract lists them.
  package var list: [Grant] { Grant.allCases.filter { bits & $0.bit != 0 } }

  /// The grants by name, separated by spaces, as the database has them.
  package var names: String { list.map(\.rawValue).joined(separator: " ") }
}

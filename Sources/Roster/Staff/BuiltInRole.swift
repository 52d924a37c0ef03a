/// A role that comes with Roster, with what this release gives it.
package struct BuiltInRole: Sendable, Hashable {
  package let name: String
  package let grants: GrantSet

  package init(name: String, grants: GrantSet) {
    self.name = name
    self.grants = grants
  }

  /// Every one.
  package static let all = [owner, administrator, support, portal, service]

  /// Everything.
  package static let owner = BuiltInRole(name: "owner", grants: .all)

  /// Everything but the staff themselves and copies of the whole database.
  package static let administrator = BuiltInRole(
    name: "administrator",
    grants: GrantSet(Grant.allCases.filter { $0 != .staffManage && $0 != .systemBackup })
  )

  /// Helps users and customers, and deletes nothing.
  package static let support = BuiltInRole(
    name: "support",
    grants: GrantSet([
      .usersList, .usersRead, .usersUpdate, .credentialsReset, .credentialsDisable, .verificationManage,
      .accountsRead, .membershipsManage, .invitationsManage, .accessCheck, .eventsRead,
    ])
  )

  /// The site that customers use: signs users in and acts for them.
  package static let portal = BuiltInRole(
    name: "portal",
    grants: GrantSet([
      .usersRead, .usersCreate, .usersUpdate, .credentialsReset, .accountsRead, .accountsManage,
      .membershipsManage, .invitationsManage, .sessionsBroker, .accessCheck,
    ])
  )

  /// An internal service that asks who somebody is and what they may do.
  package static let service = BuiltInRole(
    name: "service",
    grants: GrantSet([.usersRead, .accountsRead, .accessCheck])
  )
}

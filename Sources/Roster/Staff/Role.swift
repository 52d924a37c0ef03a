/// A named set of grants.
package struct Role: Sendable, Hashable {
  package let name: String
  package let grants: GrantSet

  package init(name: String, grants: GrantSet) {
    self.name = name
    self.grants = grants
  }

  /// The roles that every installation has, with what this release gives them.
  package static let builtIn = [owner, administrator, support, portal, service]

  /// Everything.
  package static let owner = Role(name: "owner", grants: .all)

  /// Everything but the staff themselves and copies of the whole database.
  package static let administrator = Role(
    name: "administrator",
    grants: GrantSet(Grant.allCases.filter { $0 != .staffManage && $0 != .systemBackup })
  )

  /// Helps users and customers, and deletes nothing.
  package static let support = Role(
    name: "support",
    grants: GrantSet([
      .usersList, .usersRead, .usersUpdate, .credentialsReset, .credentialsDisable, .verificationManage,
      .accountsRead, .membershipsManage, .invitationsManage, .accessCheck, .eventsRead,
    ])
  )

  /// The site that customers use: signs users in and acts for them.
  package static let portal = Role(
    name: "portal",
    grants: GrantSet([
      .usersRead, .usersCreate, .usersUpdate, .credentialsReset, .accountsRead, .accountsManage,
      .membershipsManage, .invitationsManage, .sessionsBroker, .accessCheck,
    ])
  )

  /// An internal service that asks who somebody is and what they may do.
  package static let service = Role(
    name: "service",
    grants: GrantSet([.usersRead, .accountsRead, .accessCheck])
  )
}

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

  /// The site that customers use.
  ///
  /// What customers do once they have signed in, the site does with their session tokens, as them: their
  /// profile, their accounts, managing the users of the accounts they own. That takes no grant, and a stolen
  /// key of the site does not give it. The grants are for what it does while nobody has signed in, and for
  /// deciding what to show:
  ///
  /// - `users.create`: CreateUser, when somebody registers.
  /// - `accounts.manage`: CreateAccount, when a customer registers.
  /// - `sessions.broker`: LookUpInvitation, AcceptInvitation, DeclineInvitation with the token of a mail.
  /// - `access.check`: CheckPermission and its like, on each page.
  ///
  /// Not among them are `users.read`, which would read every user by id, and `users.update`, which would
  /// change any user's e-mail address and so take the user over.
  package static let portal = BuiltInRole(
    name: "portal",
    grants: GrantSet([.usersCreate, .accountsManage, .sessionsBroker, .accessCheck])
  )

  /// An internal service that asks who somebody is, which accounts are theirs and what they may do there.
  ///
  /// - `users.read`: GetUser and BatchGetUsers for names, languages and addresses; ListUserAccounts.
  /// - `access.check`: CheckPermission, BatchCheckPermissions, ListPermissions.
  ///
  /// It has no `accounts.read`, which would list all customers and who belongs to them. A service that needs
  /// that, or records orders (`users.update`), is given a role of its own.
  package static let service = BuiltInRole(
    name: "service",
    grants: GrantSet([.usersRead, .accessCheck])
  )
}

extension BuiltInRole {
  /// Gives the built-in roles of a database the grants of this release, with an event for each that changes.
  static func install(_ events: ServerEvents) throws {
    for role in all {
      let before = try RoleQueries.roleIfAny(role.name, events.db)
      guard let installed = try RoleQueries.install(role, events.stamp, events.db) else { continue }
      try events.record(
        before == nil ? "role.created" : "role.updated",
        .role(role.name),
        before.map { .changed(from: $0, to: installed) } ?? .created(installed)
      )
    }
  }
}

/// A role that comes with Roster, with its grants in this release.
package struct BuiltInRole: Sendable, Hashable {
  package let name: String
  package let grants: GrantSet

  package init(name: String, grants: GrantSet) {
    self.name = name
    self.grants = grants
  }

  /// All built-in roles.
  package static let all = [owner, administrator, support, portal, service]

  /// All grants.
  package static let owner = BuiltInRole(name: "owner", grants: .all)

  /// All grants but managing staff and copying the whole database.
  package static let administrator = BuiltInRole(
    name: "administrator",
    grants: GrantSet(Grant.allCases.filter { $0 != .staffManage && $0 != .systemBackup })
  )

  /// Helps users and customers; deletes nothing.
  package static let support = BuiltInRole(
    name: "support",
    grants: GrantSet([
      .usersList, .usersRead, .usersUpdate, .credentialsReset, .credentialsDisable, .verificationManage,
      .accountsRead, .membershipsManage, .invitationsManage, .accessCheck, .eventsRead,
    ])
  )

  /// The customers' web site.
  ///
  /// For signed-in customers the site calls with their session tokens: for their profile, their accounts and
  /// the users of the accounts they own. That takes no grant, so a stolen key of the site does not allow it.
  /// The grants are for calls before sign-in, and for deciding what to show:
  ///
  /// - `users.create`: CreateUser, when a user registers.
  /// - `accounts.manage`: CreateAccount, when a customer registers.
  /// - `sessions.broker`: LookUpInvitation, AcceptInvitation, DeclineInvitation with the token of a mail.
  /// - `access.check`: CheckPermission and similar methods, on each page.
  ///
  /// Excluded are `users.read`, which reads any user by id, and `users.update`, which could take over any
  /// user by changing the e-mail address.
  package static let portal = BuiltInRole(
    name: "portal",
    grants: GrantSet([.usersCreate, .accountsManage, .sessionsBroker, .accessCheck])
  )

  /// An internal service that looks up users, their accounts and their permissions.
  ///
  /// - `users.read`: GetUser and BatchGetUsers for names, languages and addresses; ListUserAccounts.
  /// - `access.check`: CheckPermission, BatchCheckPermissions, ListPermissions.
  ///
  /// Excluded is `accounts.read`, which lists all customers and their members. A service that needs it, or
  /// that records orders (`users.update`), gets a role of its own.
  package static let service = BuiltInRole(
    name: "service",
    grants: GrantSet([.usersRead, .accessCheck])
  )
}

extension BuiltInRole {
  /// Gives the built-in roles of a database the grants of this release, with an event for each that changes.
  static func install(_ events: StartupRecorder) throws {
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

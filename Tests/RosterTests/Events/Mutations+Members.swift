import RPC
import Roster
import RosterProto

extension MutationCase {
  static func member(_ user: User) -> EventTarget { EventTarget(kind: .membership, id: user.id) }

  /// All permissions as events write them.
  static let everyPermission = Permission.every.map(\.name).joined(separator: ", ")

  static let memberships = [
    MutationCase(AccountServiceMethods.associateUser, "membership.created") { test in
      let acme = try await test.makeAccount(owner: test.makeUser("Ada"))
      let bob = try await test.makeUser("Bob")
      return Call(
        request: AssociateUserRequest(
          accountID: acme.id,
          userID: bob.id,
          permissions: [.orders, .profile],
          expireTime: Timestamp(test.clock.now + 60)
        ),
        target: member(bob),
        account: acme.id,
        changes: [
          EventChange(field: "permissions", after: "profile, orders"),
          EventChange(field: "expire_time", after: "2026-01-01T00:01:00Z"),
        ]
      )
    },
    MutationCase(AccountServiceMethods.updateMembership, "membership.updated") { test in
      let acme = try await test.makeAccount(owner: test.makeUser("Ada"))
      let bob = try await test.makeUser("Bob")
      try await test.associate(bob, acme, [.orders], expireTime: test.clock.now + 60)
      let change = Membership(accountID: acme.id, userID: bob.id, permissions: [.invoices])
      return Call(
        request: UpdateMembershipRequest(membership: change, updateMask: FieldMask(paths: ["*"])),
        target: member(bob),
        account: acme.id,
        changes: [
          EventChange(field: "permissions", before: "orders", after: "invoices"),
          EventChange(field: "expire_time", before: "2026-01-01T00:01:00Z"),
        ]
      )
    },
    MutationCase(AccountServiceMethods.removeUser, "membership.removed") { test in
      let acme = try await test.makeAccount(owner: test.makeUser("Ada"))
      let bob = try await test.makeUser("Bob")
      try await test.associate(bob, acme, [.orders])
      return Call(
        request: RemoveUserRequest(accountID: acme.id, userID: bob.id),
        target: member(bob),
        account: acme.id,
        changes: [EventChange(field: "permissions", before: "orders")]
      )
    },
    MutationCase(AccountServiceMethods.transferOwnership, "account.ownership_transferred") { test in
      let ada = try await test.makeUser("Ada")
      let acme = try await test.makeAccount(owner: ada)
      let bob = try await test.makeUser("Bob")
      try await test.associate(bob, acme, [.orders], expireTime: test.clock.now + 60)
      return Call(
        request: TransferOwnershipRequest(
          accountID: acme.id,
          newOwnerUserID: bob.id,
          formerOwnerPermissions: PermissionSet(permissions: [.tickets])
        ),
        target: account(acme.id),
        account: acme.id,
        changes: [EventChange(field: "owner_user_id", before: "\(ada.id)", after: "\(bob.id)")],
        others: [
          Other(
            kind: "membership.updated",
            target: member(bob),
            changes: [
              EventChange(field: "owner", before: "false", after: "true"),
              EventChange(field: "permissions", before: "orders", after: everyPermission),
              EventChange(field: "expire_time", before: "2026-01-01T00:01:00Z"),
            ]
          ),
          Other(
            kind: "membership.updated",
            target: member(ada),
            changes: [
              EventChange(field: "owner", before: "true", after: "false"),
              EventChange(field: "permissions", before: everyPermission, after: "tickets"),
            ]
          ),
        ]
      )
    },
  ]
}

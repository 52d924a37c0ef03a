import RPC
import Roster
import RosterProto

extension MutationCase {
  private static let email = "cleo@example.com"

  /// An account, and a pending invitation to it.
  private static func invite(_ test: TestService) async throws -> (account: Account, token: String) {
    let acme = try await test.makeAccount(owner: test.makeUser("Ada"))
    let request = CreateInvitationRequest(accountID: acme.id, email: email, permissions: [.orders])
    try await test.call(InvitationServiceMethods.createInvitation, request)
    return (acme, try test.lastInvitationToken())
  }

  private static let invitation = EventTarget(kind: .invitation, id: 1)

  /// The event of an invitation that ended, with its reason.
  private static func cancelled(_ reason: String) -> Other {
    Other(
      kind: "invitation.cancelled",
      target: invitation,
      changes: [
        EventChange(field: "state", before: "pending", after: "cancelled"),
        EventChange(field: "reason", after: reason),
      ]
    )
  }

  /// Every change of an invitation, and the other changes that end one.
  static let invitations = [
    MutationCase(InvitationServiceMethods.createInvitation, "invitation.created") { test in
      let acme = try await test.makeAccount(owner: test.makeUser("Ada"))
      return Call(
        request: CreateInvitationRequest(accountID: acme.id, email: email, permissions: [.orders]),
        target: invitation,
        account: acme.id,
        changes: [
          EventChange(field: "email", after: email),
          EventChange(field: "permissions", after: "orders"),
          EventChange(field: "state", after: "pending"),
          EventChange(field: "expire_time", after: "2026-01-08T00:00:00Z"),
          EventChange(field: "token", redacted: true),
        ]
      )
    },
    MutationCase(InvitationServiceMethods.resendInvitation, "invitation.resent") { test in
      let acme = try await invite(test).account
      test.clock.advance(seconds: 60)
      return Call(
        request: ResendInvitationRequest(invitationID: 1),
        target: invitation,
        account: acme.id,
        changes: [
          EventChange(field: "expire_time", before: "2026-01-08T00:00:00Z", after: "2026-01-08T00:01:00Z"),
          EventChange(field: "token", redacted: true),
        ]
      )
    },
    MutationCase(InvitationServiceMethods.cancelInvitation, "invitation.cancelled") { test in
      Call(
        request: CancelInvitationRequest(invitationID: 1),
        target: invitation,
        account: try await invite(test).account.id,
        changes: cancelled("withdrawn").changes
      )
    },
    MutationCase(InvitationServiceMethods.declineInvitation, "invitation.declined") { test in
      let (acme, token) = try await invite(test)
      return Call(
        request: DeclineInvitationRequest(token: token),
        target: invitation,
        account: acme.id,
        changes: [EventChange(field: "state", before: "pending", after: "declined")]
      )
    },
    MutationCase(AccountServiceMethods.associateUser, "membership.created") { test in
      let acme = try await invite(test).account
      let cleo = try await test.makeUser("Cleo")
      return Call(
        request: AssociateUserRequest(accountID: acme.id, userID: cleo.id, permissions: [.tickets]),
        target: member(cleo),
        account: acme.id,
        changes: [EventChange(field: "permissions", after: "tickets")],
        others: [cancelled("user_associated")]
      )
    },
    MutationCase(AccountServiceMethods.removeUser, "membership.removed") { test in
      let acme = try await invite(test).account
      let cleo = try await test.makeUser("Cleo")
      // As a database of an earlier release may contain it.
      try test.execute(
        """
        INSERT INTO memberships (account_id, user_id, permissions, create_time, update_time)
        VALUES (\(acme.id), \(cleo.id), 1, 0, 0)
        """
      )
      return Call(
        request: RemoveUserRequest(accountID: acme.id, userID: cleo.id),
        target: member(cleo),
        account: acme.id,
        changes: [EventChange(field: "permissions", before: "profile")],
        others: [cancelled("user_removed")]
      )
    },
  ]
}

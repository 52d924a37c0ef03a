import Mail
import RPC
import RosterProto

// Members of an account.
extension AccountService {
  package var listAccountUsers: UnaryHandler<ListAccountUsersRequest, ListAccountUsersResponse> {
    run.scan(.grant(.accountsRead, users: .owner(of: \.accountID))) { [tokens] request, context in
      let id = try Checks.id(request.accountID, "account_id")
      let page = try PageRequest(of: request, tokens)
      try AccountQueries.requireAccount(id, context.db)
      let (users, next) = try MembershipList.users(ofAccount: id, at: context.now)
        .page(page, on: context.db)
      return ListAccountUsersResponse(users: users, nextPageToken: next)
    }
  }

  package var listAccountInvitations:
    UnaryHandler<ListAccountInvitationsRequest, ListAccountInvitationsResponse>
  {
    run.scan(.grant(.accountsRead, users: .owner(of: \.accountID))) { [tokens] request, context in
      let filter = InvitationFilter(
        accountID: try Checks.id(request.accountID, "account_id"),
        state: .pending
      )
      let page = try PageRequest(of: request, tokens)
      try AccountQueries.requireAccount(filter.accountID, context.db)
      let (invitations, next) = try InvitationList.query(filter, orderBy: "", at: context.now)
        .page(page, on: context.db)
      return ListAccountInvitationsResponse(invitations: invitations, nextPageToken: next)
    }
  }

  package var getMembership: UnaryHandler<GetMembershipRequest, Membership> {
    run.point(.grant(.accountsRead, users: .themselvesOrOwner(\.userID, of: \.accountID))) {
      request,
      context in
      try MembershipQueries.membership(
        account: try Checks.id(request.accountID, "account_id"),
        user: try Checks.id(request.userID, "user_id"),
        context.db
      )
    }
  }

  package var associateUser: UnaryHandler<AssociateUserRequest, AssociateUserResponse> {
    run.write(.grant(.membershipsManage)) { request, context in
      let userID = try Checks.id(request.userID, "user_id")
      let permissions = try Permissions(request.permissions, "permissions")
      let expireTime = try Self.expireTime(request.expireTime, "expire_time", context)
      let account = try Self.account(request.accountID, "account_id", request.expectedRevision, context)
      let user = try UserQueries.user(id: userID, at: context.now, context.db)
      guard try MembershipQueries.membershipIfAny(account: account.id, user: userID, context.db) == nil else {
        throw RPCError.membershipExists(account: account.id, user: userID)
      }
      guard !request.sendInvitation else {
        let invitation = try Self.invite(user.email, to: account, permissions, until: expireTime, context)
        return AssociateUserResponse(outcome: .invitation(invitation))
      }
      let membership = try Self.addMember(
        user,
        to: account.id,
        permissions,
        until: expireTime,
        ending: InvitationEnding(.userAssociated, context),
        context
      )
      return AssociateUserResponse(outcome: .membership(membership))
    }
  }

  package var updateMembership: UnaryHandler<UpdateMembershipRequest, Membership> {
    run.write(
      .grant(.membershipsManage, users: .owner(of: { $0.membership?.accountID ?? 0 }))
    ) { request, context in
      guard let change = request.membership else { throw RPCError.invalid("membership", "must not be empty") }
      let mask = try UpdateMask(
        request.updateMask,
        writable: ["permissions": !change.permissions.isEmpty, "expire_time": change.expireTime != nil]
      )
      // Fields that are not written are not checked: a caller may send back a membership that has expired.
      let writesExpireTime = mask.contains("expire_time")
      let permissions =
        mask.contains("permissions") ? try Permissions(change.permissions, "membership.permissions") : nil
      let expireTime =
        writesExpireTime ? try Self.expireTime(change.expireTime, "membership.expire_time", context) : nil
      let current = try Self.membership(change, request.expectedRevision, context)
      guard !current.owner else {
        throw RPCError(
          .ownerNotEditable,
          "User \(current.userID) owns account \(current.accountID), and an owner always has every "
            + "permission. Transfer the ownership to another member first."
        )
      }
      let currentPermissions = try Permissions(current.permissions, "permissions")
      let currentExpireTime = try current.expireTime?.time("expire_time")
      let newPermissions = permissions ?? currentPermissions
      let newExpireTime = writesExpireTime ? expireTime : currentExpireTime
      guard newPermissions != currentPermissions || newExpireTime != currentExpireTime else { return current }
      return try context.perform(validateOnly: request.validateOnly) {
        try Self.change(current, to: newPermissions, until: newExpireTime, context)
      }
    }
  }

  package var removeUser: UnaryHandler<RemoveUserRequest, RemoveUserResponse> {
    run.write(.grant(.membershipsManage, users: .owner(of: \.accountID))) { request, context in
      let named = Membership(accountID: request.accountID, userID: request.userID)
      let membership = try Self.membership(named, request.expectedRevision, prefix: "", context)
      guard !membership.owner else {
        throw RPCError(
          .ownerNotRemovable,
          "User \(membership.userID) owns account \(membership.accountID), and an account always has its "
            + "owner. Transfer the ownership to another member first."
        )
      }
      try MembershipQueries.delete(account: membership.accountID, user: membership.userID, context.db)
      // Otherwise it would be valid again for whoever becomes a member again.
      try OwnershipOfferQueries.delete(of: membership.accountID, to: membership.userID, context.db)
      try AccountQueries.touch(membership.accountID, context.stamp, context.db)
      let revision = try context.record(
        "membership.removed",
        .membership(user: membership.userID),
        account: membership.accountID,
        .deleted(membership)
      )
      let user = try UserQueries.user(id: membership.userID, at: context.now, context.db)
      try InvitationEnding(.userRemoved, context).cancelAll(of: user.email, to: membership.accountID)
      try InvitationEnding.withdrawMails(of: user.email, to: membership.accountID, context)
      try context.mail(
        .accessRemoved,
        to: MailRecipient(user),
        ["account_name": try AccountQueries.account(membership.accountID, context.db).name]
      )
      return RemoveUserResponse(revision: revision)
    }
  }

  /// Makes a user a member, records the event, and cancels the user's open invitations to the account.
  ///
  /// - Parameter acting: the user on whose behalf a principal acts.
  static func addMember(
    _ user: User,
    to account: Int64,
    _ permissions: Permissions,
    until end: Time?,
    ending: InvitationEnding,
    for acting: ProtoActor? = nil,
    _ context: WriteContext
  ) throws -> Membership {
    try MembershipQueries.insert(
      account: account,
      user: user.id,
      permissions,
      expireTime: end,
      context.stamp,
      context.db
    )
    try AccountQueries.touch(account, context.stamp, context.db)
    let membership = try MembershipQueries.membership(account: account, user: user.id, context.db)
    try context.record(
      "membership.created",
      .membership(user: user.id),
      account: account,
      for: acting,
      .created(membership)
    )
    try ending.cancelAll(of: user.email, to: account)
    return membership
  }

  /// Gives a membership other permissions and another end, with the event.
  ///
  /// - Returns: the membership as it is now.
  static func change(
    _ membership: Membership,
    to permissions: Permissions,
    until end: Time?,
    _ context: WriteContext
  ) throws -> Membership {
    try MembershipQueries.update(
      account: membership.accountID,
      user: membership.userID,
      to: permissions,
      expireTime: end,
      context.stamp,
      context.db
    )
    let changed = try MembershipQueries.membership(
      account: membership.accountID,
      user: membership.userID,
      context.db
    )
    try context.record(
      "membership.updated",
      .membership(user: membership.userID),
      account: membership.accountID,
      .changed(from: membership, to: changed)
    )
    return changed
  }

  private static func invite(
    _ email: String,
    to account: Account,
    _ permissions: Permissions,
    until end: Time?,
    _ context: WriteContext
  ) throws -> Invitation {
    let sending = try InvitationSending(account, email: email, language: "", context)
    if let refusal = try sending.refusals().first { throw refusal }
    let terms = InvitationTerms(
      permissions,
      membershipExpireTime: end,
      settings: context.settings,
      now: context.now
    )
    return try sending.create(terms)
  }

  /// Reads the membership that a request changes, and checks the expected revision.
  private static func membership(
    _ named: Membership,
    _ expectedRevision: Int64,
    prefix: String = "membership.",
    _ context: WriteContext
  ) throws -> Membership {
    let membership = try MembershipQueries.membership(
      account: try Checks.id(named.accountID, "\(prefix)account_id"),
      user: try Checks.id(named.userID, "\(prefix)user_id"),
      context.db
    )
    let what = "The membership of user \(membership.userID) on account \(membership.accountID)"
    try Checks.revision(expectedRevision, current: membership.revision, of: what)
    return membership
  }

  /// The expiry of a membership, which must be in the future.
  static func expireTime(
    _ timestamp: Timestamp?,
    _ field: String,
    _ context: WriteContext
  ) throws(RPCError) -> Time? {
    guard let time = try timestamp?.time(field) else { return nil }
    guard time > context.now else { throw .invalid(field, "must be in the future") }
    return time
  }
}

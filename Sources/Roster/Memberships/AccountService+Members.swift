import Mail
import RPC
import RosterProto

// Who may act on an account.
extension AccountService {
  package var listAccountUsers: UnaryHandler<ListAccountUsersRequest, ListAccountUsersResponse> {
    run.scan(.grant(.accountsRead, users: .owner(of: \.accountID))) { [tokens] request, context in
      let id = try Checks.id(request.accountID, "account_id")
      let page = try Page(of: request, tokens)
      try AccountQueries.requireAccount(id, context.db)
      let (users, next) = try MembershipList.users(ofAccount: id, page, at: context.now, context.db)
      let isFirst = page.cursor == nil
      let invitations =
        isFirst ? try InvitationQueries.pending(ofAccount: id, at: context.now, context.db) : []
      return ListAccountUsersResponse(users: users, nextPageToken: next, invitations: invitations)
    }
  }

  package var getMembership: UnaryHandler<GetMembershipRequest, Membership> {
    run.read(.grant(.accountsRead, users: .themselvesOrOwner(\.userID, of: \.accountID))) {
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
      let user = try Checks.id(request.userID, "user_id")
      let permissions = try Permissions(request.permissions, "permissions")
      let expireTime = try Self.expireTime(request.expireTime, "expire_time", context)
      let account = try Self.account(request.accountID, "account_id", request.expectedRevision, context)
      let email = try UserQueries.user(id: user, at: context.now, context.db).email
      guard account.state != .closed else {
        throw RPCError.accountClosed(
          account.id,
          "Account \(account.id) is closed. Reopen it before adding users."
        )
      }
      guard try MembershipQueries.membershipIfAny(account: account.id, user: user, context.db) == nil else {
        throw RPCError.membershipExists(account: account.id, user: user)
      }
      guard !request.sendInvitation else {
        let invitation = try Self.invite(email, to: account, permissions, until: expireTime, context)
        return AssociateUserResponse(invitation: invitation)
      }
      try MembershipQueries.insert(
        account: account.id,
        user: user,
        permissions,
        expireTime: expireTime,
        now: context.now,
        context.db
      )
      try AccountQueries.touch(account.id, now: context.now, context.db)
      let membership = try MembershipQueries.membership(account: account.id, user: user, context.db)
      try context.record(
        "membership.created",
        .membership(user: user),
        account: account.id,
        .created(membership)
      )
      return AssociateUserResponse(membership: membership)
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
      // What is not to be written is not looked at: a caller may send back a membership that has run out.
      let writesExpireTime = mask.contains("expire_time")
      let permissions =
        mask.contains("permissions") ? try Permissions(change.permissions, "membership.permissions") : nil
      let expireTime =
        writesExpireTime ? try Self.expireTime(change.expireTime, "membership.expire_time", context) : nil
      let current = try Self.membership(change, request.expectedRevision, context)
      guard !current.owner else {
        throw RPCError(
          .ownerNotEditable,
          "User \(current.userID) owns account \(current.accountID), and an owner has every permission "
            + "without end. Transfer the ownership to another member first."
        )
      }
      let currentPermissions = try Permissions(current.permissions, "permissions")
      let currentExpireTime = try current.expireTime?.time("expire_time")
      let newPermissions = permissions ?? currentPermissions
      let newExpireTime = writesExpireTime ? expireTime : currentExpireTime
      guard newPermissions != currentPermissions || newExpireTime != currentExpireTime else { return current }
      return try context.perform(validateOnly: request.validateOnly) {
        try MembershipQueries.update(
          account: current.accountID,
          user: current.userID,
          to: newPermissions,
          expireTime: newExpireTime,
          now: context.now,
          context.db
        )
        let changed = try MembershipQueries.membership(
          account: current.accountID,
          user: current.userID,
          context.db
        )
        try context.record(
          "membership.updated",
          .membership(user: current.userID),
          account: current.accountID,
          .changed(from: current, to: changed)
        )
        return changed
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
      try AccountQueries.touch(membership.accountID, now: context.now, context.db)
      try context.record(
        "membership.removed",
        .membership(user: membership.userID),
        account: membership.accountID,
        .deleted(membership)
      )
      try context.mail(
        .accessRemoved,
        to: MailRecipient(try UserQueries.user(id: membership.userID, at: context.now, context.db)),
        ["account_name": try AccountQueries.account(membership.accountID, context.db).name]
      )
      return RemoveUserResponse()
    }
  }

  package var transferOwnership: UnaryHandler<TransferOwnershipRequest, TransferOwnershipResponse> {
    run.write(.grant(.ownershipTransfer)) { request, context in
      let newOwner = try Checks.id(request.newOwnerUserID, "new_owner_user_id")
      let kept = try request.formerOwnerPermissions.map { set in
        try Permissions(set.permissions, "former_owner_permissions.permissions")
      }
      let account = try Self.account(request.accountID, "account_id", request.expectedRevision, context)
      try Self.checkCanOwn(newOwner, account, context)
      return try context.perform(validateOnly: request.validateOnly) {
        let former = account.ownerUserID
        try MembershipQueries.update(
          account: account.id,
          user: newOwner,
          to: .all,
          expireTime: nil,
          now: context.now,
          context.db
        )
        try MembershipQueries.update(
          account: account.id,
          user: former,
          to: kept ?? .all,
          expireTime: nil,
          now: context.now,
          context.db
        )
        try AccountQueries.setOwner(newOwner, of: account.id, now: context.now, context.db)
        try Self.tellOwners(of: account, from: former, to: newOwner, context)
        return TransferOwnershipResponse(
          account: try Self.changed(account, "account.ownership_transferred", context),
          owner: try MembershipQueries.membership(account: account.id, user: newOwner, context.db),
          formerOwner: try MembershipQueries.membership(account: account.id, user: former, context.db)
        )
      }
    }
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

  private static func tellOwners(
    of account: Account,
    from former: Int64,
    to new: Int64,
    _ context: WriteContext
  ) throws {
    let former = try UserQueries.user(id: former, at: context.now, context.db)
    let new = try UserQueries.user(id: new, at: context.now, context.db)
    try context.mail(
      .ownershipReceived,
      to: MailRecipient(new),
      ["account_name": account.name, "former_owner_name": former.displayName]
    )
    try context.mail(
      .ownershipGiven,
      to: MailRecipient(former),
      ["account_name": account.name, "new_owner_name": new.displayName]
    )
  }

  /// The membership that a request changes, at the revision it expects.
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

  /// When a membership is to end, which has to lie ahead.
  static func expireTime(
    _ timestamp: Timestamp?,
    _ field: String,
    _ context: WriteContext
  ) throws(RPCError) -> Time? {
    guard let time = try timestamp?.time(field) else { return nil }
    guard time > context.now else { throw .invalid(field, "must lie in the future") }
    return time
  }

  /// Ownership goes to present members only.
  private static func checkCanOwn(_ user: Int64, _ account: Account, _ context: WriteContext) throws {
    let metadata: KeyValuePairs = ["account_id": "\(account.id)", "user_id": "\(user)"]
    guard user != account.ownerUserID else {
      throw RPCError(.alreadyOwner, "User \(user) owns account \(account.id) already.", metadata)
    }
    guard let member = try MembershipQueries.membershipIfAny(account: account.id, user: user, context.db)
    else {
      try UserQueries.requireUser(user, context.db)
      throw RPCError(
        .notAMember,
        "User \(user) is no member of account \(account.id). Associate the user first, then transfer.",
        metadata
      )
    }
    if let end = try member.expireTime?.time("expire_time"), end <= context.now {
      throw RPCError(
        .membershipExpired,
        "The membership of user \(user) on account \(account.id) has run out. Extend it first.",
        metadata
      )
    }
  }
}

import Mail
import RPC
import RosterProto

// The owner of an account.
extension AccountService {
  package var transferOwnership: UnaryHandler<TransferOwnershipRequest, TransferOwnershipResponse> {
    run.write(.grant(.ownershipTransfer)) { request, context in
      let newOwner = try Checks.id(request.newOwnerUserID, "new_owner_user_id")
      let kept = try request.formerOwnerPermissions.map { set in
        try Permissions(set.permissions, "former_owner_permissions.permissions")
      }
      let account = try Self.account(request.accountID, "account_id", request.expectedRevision, context)
      try Self.checkCanOwn(newOwner, account, context)
      return try context.perform(validateOnly: request.validateOnly) {
        try Self.transfer(account, to: newOwner, formerOwnerKeeps: kept ?? .all, context)
      }
    }
  }

  /// Makes a member the owner; an offer of the ownership has then ended.
  static func transfer(
    _ account: Account,
    to newOwner: Int64,
    formerOwnerKeeps kept: Permissions,
    _ context: WriteContext
  ) throws -> TransferOwnershipResponse {
    let former = account.ownerUserID
    let before = (
      owner: try MembershipQueries.membership(account: account.id, user: newOwner, context.db),
      former: try MembershipQueries.membership(account: account.id, user: former, context.db)
    )
    try OwnershipOfferQueries.delete(of: account.id, context.db)
    try AccountQueries.setOwner(newOwner, of: account.id, context.stamp, context.db)
    let changed = try Self.changed(account, "account.ownership_transferred", context)
    let response = TransferOwnershipResponse(
      account: changed,
      owner: try Self.change(before.owner, to: .all, until: nil, context),
      formerOwner: try Self.change(before.former, to: kept, until: nil, context)
    )
    try Self.tellOwners(of: account, from: former, to: newOwner, context)
    return response
  }

  /// Only the owner manages an account, so the owner must not be locked.
  ///
  /// - Throws: `USER_LOCKED`.
  static func requireUnlocked(_ owner: User) throws(RPCError) {
    guard owner.state != .locked else {
      throw RPCError(
        .userLocked,
        "User \(owner.id) is locked and cannot become the owner of an account. Unlock the user first.",
        ["user_id": "\(owner.id)"]
      )
    }
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

  /// The new owner must be a current member who is not locked.
  static func checkCanOwn(_ user: Int64, _ account: Account, _ context: WriteContext) throws {
    let metadata = ["account_id": "\(account.id)", "user_id": "\(user)"]
    guard user != account.ownerUserID else {
      throw RPCError(.alreadyOwner, "User \(user) owns account \(account.id) already.", metadata)
    }
    guard let member = try MembershipQueries.membershipIfAny(account: account.id, user: user, context.db)
    else {
      try UserQueries.requireUser(user, context.db)
      throw RPCError(
        .notAMember,
        "User \(user) is not a member of account \(account.id). Associate the user first, then transfer.",
        metadata
      )
    }
    if let end = try member.expireTime?.time("expire_time"), end <= context.now {
      throw RPCError(
        .membershipExpired,
        "The membership of user \(user) on account \(account.id) has expired. Extend it first.",
        metadata
      )
    }
    try requireUnlocked(try UserQueries.user(id: user, at: context.now, context.db))
  }
}

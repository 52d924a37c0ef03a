import Mail
import RPC
import RosterProto
import SQL

// An ownership that its owner offers to a member.
extension AccountService {
  package var offerOwnership: UnaryHandler<OfferOwnershipRequest, OwnershipOffer> {
    run.write(.ownSession(.credentials(needsReauthentication: true))) { request, context in
      let newOwner = try Checks.id(request.newOwnerUserID, "new_owner_user_id")
      let kept = try request.formerOwnerPermissions.map { set in
        try Permissions(set.permissions, "former_owner_permissions.permissions")
      }
      let id = try Checks.id(request.accountID, "account_id")
      try context.userPolicy?.requireOwner(of: id, evenIfManagedByStaff: true)
      let account = try AccountQueries.account(id, context.db)
      try Self.checkCanOwn(newOwner, account, context)
      let lifetime = context.settings.invitationLifetime!.seconds * 1_000_000
      let end = Time(microseconds: context.now.microseconds + lifetime)
      let stamp = context.stamp
      try OwnershipOfferQueries.insert(kept ?? .all, of: id, to: newOwner, until: end, stamp, context.db)
      var changes = EventChanges()
      changes.note("new_owner_user_id", from: 0, to: newOwner)
      try context.record("account.ownership_offered", .account(id), account: id, changes)
      let offer = try Self.offer(of: id, at: context.now, context.db)
      let (owner, _) = try CredentialService.caller(context)
      try context.mail(
        .ownershipOffered,
        to: MailRecipient(try UserQueries.user(id: newOwner, at: context.now, context.db)),
        ["account_name": account.name, "owner_name": owner.name, "expire_time": Timestamp(end).mailText]
      )
      return offer
    }
  }

  package var getOwnershipOffer: UnaryHandler<GetOwnershipOfferRequest, OwnershipOffer> {
    run.point(.grant(.accountsRead, users: .decidedByMethod)) { request, context in
      let id = try Checks.id(request.accountID, "account_id")
      return try Self.offer(of: id, for: context.caller, at: context.now, context.db)
    }
  }

  package var acceptOwnershipOffer: UnaryHandler<AcceptOwnershipOfferRequest, TransferOwnershipResponse> {
    run.write(.ownSession(.credentials())) { request, context in
      let id = try Checks.id(request.accountID, "account_id")
      let (caller, _) = try CredentialService.caller(context)
      let offer = try Self.offer(of: id, at: context.now, context.db)
      guard offer.userID == caller.id else { throw RPCError.offerNotFound(id) }
      let account = try AccountQueries.account(id, context.db)
      try Self.checkCanOwn(caller.id, account, context)
      let kept = try Permissions(offer.formerOwnerPermissions, "former_owner_permissions")
      return try Self.transfer(account, to: caller.id, formerOwnerKeeps: kept, context)
    }
  }

  package var cancelOwnershipOffer: UnaryHandler<CancelOwnershipOfferRequest, CancelOwnershipOfferResponse> {
    run.write(.grant(.ownershipTransfer, users: .decidedByMethod)) { request, context in
      let id = try Checks.id(request.accountID, "account_id")
      let offer = try Self.offer(of: id, for: context.caller, at: context.now, context.db)
      try OwnershipOfferQueries.delete(of: id, context.db)
      var changes = EventChanges()
      changes.note("new_owner_user_id", from: offer.userID, to: 0)
      let revision = try context.record("account.ownership_offer_ended", .account(id), account: id, changes)
      return CancelOwnershipOfferResponse(revision: revision)
    }
  }

  /// - Throws: `OFFER_NOT_FOUND`.
  private static func offer(of account: Int64, at now: Time, _ db: any Connection) throws -> OwnershipOffer {
    guard let offer = try OwnershipOfferQueries.offerIfAny(of: account, at: now, db) else {
      throw RPCError.offerNotFound(account)
    }
    return offer
  }

  /// The offer, if the caller may know of it: to others it does not exist.
  ///
  /// - Throws: `OFFER_NOT_FOUND`.
  private static func offer(
    of account: Int64,
    for caller: Caller,
    at now: Time,
    _ db: any Connection
  ) throws -> OwnershipOffer {
    let offer = try offer(of: account, at: now, db)
    guard case .user(let user) = caller, user.id != offer.userID else { return offer }
    let owner = try AccountQueries.account(account, db).ownerUserID
    guard user.id == owner else { throw RPCError.offerNotFound(account) }
    return offer
  }
}

extension RPCError {
  static func offerNotFound(_ account: Int64) -> RPCError {
    RPCError(
      .offerNotFound,
      "There is no offer of the ownership of account \(account). It may have expired or been taken back.",
      ["account_id": "\(account)"]
    )
  }
}

/// When a membership stops giving access.
public enum Expiry: Sendable, Hashable {
  case never
  case at(Timestamp)

  /// As the contract writes it: absent is never.
  var time: Timestamp? {
    switch self {
    case .never: nil
    case .at(let time): time
    }
  }
}

/// What to change of a membership; what is nil stays.
public struct MembershipChanges: Sendable, Hashable {
  /// All that the member may do from now on.
  public var permissions: [Permission]?
  public var expiry: Expiry?

  public init(permissions: [Permission]? = nil, expiry: Expiry? = nil) {
    self.permissions = permissions
    self.expiry = expiry
  }

  /// The names, in the contract, of the fields to write.
  var mask: FieldMask {
    FieldMask(paths: (permissions == nil ? [] : ["permissions"]) + (expiry == nil ? [] : ["expire_time"]))
  }
}

extension MembersAPI {
  /// The owner and the members of an account, ordered by the user's id.
  public func list(account: Int64, pageSize: Int32 = 0) -> PagedSequence<AccountUser> {
    PagedSequence { token throws(RPCError) in
      let request = ListAccountUsersRequest(accountID: account, pageSize: pageSize, pageToken: token)
      let reply = try await list(request)
      return Page(elements: reply.users, nextPageToken: reply.nextPageToken)
    }
  }

  /// What a user has been granted on an account.
  public func get(account: Int64, user: Int64) async throws(RPCError) -> Membership {
    try await get(GetMembershipRequest(accountID: account, userID: user))
  }

  /// Gives an existing user access to an account at once.
  ///
  /// - Parameter expectedRevision: the account's revision as it was read; another one now refuses the call. 0
  ///   does not check.
  public func associate(
    account: Int64,
    user: Int64,
    permissions: [Permission],
    expiry: Expiry = .never,
    expectedRevision: Int64 = 0
  ) async throws(RPCError) -> Membership {
    let request = AssociateUserRequest(
      accountID: account,
      userID: user,
      permissions: permissions,
      expireTime: expiry.time,
      expectedRevision: expectedRevision
    )
    guard let membership = try await associate(request).membership else {
      throw RPCError(.internal, "The server answered an association without the membership it made.")
    }
    return membership
  }

  /// Invites an existing user to an account by e-mail; the membership begins when the user accepts.
  ///
  /// - Parameter expectedRevision: the account's revision as it was read, or 0.
  public func invite(
    account: Int64,
    user: Int64,
    permissions: [Permission],
    expiry: Expiry = .never,
    expectedRevision: Int64 = 0
  ) async throws(RPCError) -> Invitation {
    let request = AssociateUserRequest(
      accountID: account,
      userID: user,
      permissions: permissions,
      sendInvitation: true,
      expireTime: expiry.time,
      expectedRevision: expectedRevision
    )
    guard let invitation = try await associate(request).invitation else {
      throw RPCError(.internal, "The server answered an invitation without saying what it sent.")
    }
    return invitation
  }

  /// Changes a member's permissions, the end of the membership, or both.
  ///
  /// - Parameters:
  ///   - expectedRevision: the membership's revision as it was read; another one now refuses the change. 0
  ///     changes whatever is there.
  ///   - validateOnly: checks everything and answers what would be, but changes nothing.
  public func update(
    account: Int64,
    user: Int64,
    _ changes: MembershipChanges,
    expectedRevision: Int64 = 0,
    validateOnly: Bool = false
  ) async throws(RPCError) -> Membership {
    let membership = Membership(
      accountID: account,
      userID: user,
      permissions: changes.permissions ?? [],
      expireTime: changes.expiry?.time
    )
    return try await update(
      UpdateMembershipRequest(
        membership: membership,
        updateMask: changes.mask,
        expectedRevision: expectedRevision,
        validateOnly: validateOnly
      )
    )
  }

  /// Ends a user's access to an account at once; the user stays.
  ///
  /// - Parameter expectedRevision: the membership's revision as it was read, or 0.
  /// - Returns: the revision, which is the id of its event.
  @discardableResult
  public func remove(account: Int64, user: Int64, expectedRevision: Int64 = 0) async throws(RPCError)
    -> Int64
  {
    try await remove(
      RemoveUserRequest(accountID: account, userID: user, expectedRevision: expectedRevision)
    ).revision
  }

  /// Makes a member the owner.
  ///
  /// - Parameters:
  ///   - formerOwnerPermissions: what the former owner, who stays a member, may do; nil is everything.
  ///   - expectedRevision: the account's revision as it was read, or 0.
  ///   - validateOnly: checks everything and answers what would be, but changes nothing.
  public func transferOwnership(
    account: Int64,
    to user: Int64,
    formerOwnerPermissions: [Permission]? = nil,
    expectedRevision: Int64 = 0,
    validateOnly: Bool = false
  ) async throws(RPCError) -> TransferOwnershipResponse {
    let request = TransferOwnershipRequest(
      accountID: account,
      newOwnerUserID: user,
      formerOwnerPermissions: formerOwnerPermissions.map { PermissionSet(permissions: $0) },
      expectedRevision: expectedRevision,
      validateOnly: validateOnly
    )
    return try await transferOwnership(request)
  }
}

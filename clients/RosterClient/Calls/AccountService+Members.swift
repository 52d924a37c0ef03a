extension AccountServiceClientProtocol {
  /// The members of an account, including the owner, ordered by user id.
  public func listAccountUsers(account: Int64, pageSize: Int32 = 0) -> PagedSequence<AccountUser> {
    PagedSequence(ListAccountUsersRequest(accountID: account, pageSize: pageSize), by: listAccountUsers)
  }

  /// The pending invitations of an account, ordered by id.
  public func listAccountInvitations(account: Int64, pageSize: Int32 = 0) -> PagedSequence<Invitation> {
    PagedSequence(
      ListAccountInvitationsRequest(accountID: account, pageSize: pageSize),
      by: listAccountInvitations
    )
  }

  /// The membership of a user in an account.
  public func getMembership(account: Int64, user: Int64) async throws(RPCError) -> Membership {
    try await getMembership(GetMembershipRequest(accountID: account, userID: user))
  }

  /// Gives an existing user access to an account at once.
  ///
  /// - Parameter expectedRevision: the account's revision as read; if it has changed since, the call fails. 0
  ///   does not check.
  public func associateUser(
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
    guard let membership = try await associateUser(request).membership else {
      throw RPCError(.internal, "The server added a member but did not return the membership.")
    }
    return membership
  }

  /// Invites an existing user to an account by e-mail; the membership begins when the user accepts.
  ///
  /// - Parameter expectedRevision: the account's revision as read, or 0.
  public func inviteUser(
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
    guard let invitation = try await associateUser(request).invitation else {
      throw RPCError(.internal, "The server sent an invitation but did not return it.")
    }
    return invitation
  }

  /// Changes a member's permissions, the membership's expiry, or both.
  ///
  /// - Parameters:
  ///   - expectedRevision: the membership's revision as read; if it has changed since, the call fails. 0 does
  ///     not check.
  ///   - validateOnly: makes all checks and returns the result, but changes nothing.
  public func updateMembership(
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
    return try await updateMembership(
      UpdateMembershipRequest(
        membership: membership,
        updateMask: changes.mask,
        expectedRevision: expectedRevision,
        validateOnly: validateOnly
      )
    )
  }

  /// Ends a user's access to an account at once; the user is not deleted.
  ///
  /// - Parameter expectedRevision: the membership's revision as it was read, or 0.
  /// - Returns: the revision, which is the id of its event.
  @discardableResult
  public func removeUser(account: Int64, user: Int64, expectedRevision: Int64 = 0) async throws(RPCError)
    -> Int64
  {
    try await removeUser(
      RemoveUserRequest(accountID: account, userID: user, expectedRevision: expectedRevision)
    ).revision
  }

  /// Makes a member the owner of an account.
  ///
  /// - Parameters:
  ///   - formerOwnerPermissions: the permissions of the former owner, who stays a member; nil for all.
  ///   - expectedRevision: the account's revision as read, or 0.
  ///   - validateOnly: makes all checks and returns the result, but changes nothing.
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

extension InvitationServiceClientProtocol {
  /// Invites the holder of an e-mail address to an account, and mails the invitation.
  ///
  /// - Parameters:
  ///   - expiry: when the membership expires.
  ///   - language: a BCP 47 tag, used where no user has the address; empty for the product's default.
  ///   - expectedRevision: the account's revision as read; if it has changed since, the call fails. 0 does
  ///     not check.
  ///   - validateOnly: creates and mails nothing; most refusals are then returned as warnings.
  public func createInvitation(
    account: Int64,
    email: String,
    permissions: [Permission],
    expiry: Expiry = .never,
    language: String = "",
    expectedRevision: Int64 = 0,
    validateOnly: Bool = false
  ) async throws(RPCError) -> CreateInvitationResponse {
    let request = CreateInvitationRequest(
      accountID: account,
      email: email,
      permissions: permissions,
      membershipExpireTime: expiry.time,
      language: language,
      expectedRevision: expectedRevision,
      validateOnly: validateOnly
    )
    return try await createInvitation(request)
  }

  /// The invitation with this id.
  public func getInvitation(id: Int64) async throws(RPCError) -> Invitation {
    try await getInvitation(GetInvitationRequest(invitationID: id))
  }

  /// The invitations that match a filter, in any state; all, without one.
  ///
  /// - Parameters:
  ///   - orderBy: `id`, `email`, `create_time` or `expire_time`, with ` desc` for descending.
  ///   - pageSize: invitations fetched at a time, up to 1,000; 0 leaves it to the server.
  public func listInvitations(
    _ filter: InvitationFilter? = nil,
    orderBy: String = "",
    pageSize: Int32 = 0
  ) -> PagedSequence<Invitation> {
    let request = ListInvitationsRequest(filter: filter, pageSize: pageSize, orderBy: orderBy)
    return PagedSequence(request, by: listInvitations)
  }

  /// Mails an invitation again with a new token, which invalidates the earlier ones.
  ///
  /// - Parameter expectedRevision: the invitation's revision as read, or 0; the same in `cancel`.
  public func resendInvitation(id: Int64, expectedRevision: Int64 = 0) async throws(RPCError) -> Invitation {
    try await resendInvitation(ResendInvitationRequest(invitationID: id, expectedRevision: expectedRevision))
  }

  /// Cancels a pending invitation.
  public func cancelInvitation(id: Int64, expectedRevision: Int64 = 0) async throws(RPCError) -> Invitation {
    try await cancelInvitation(CancelInvitationRequest(invitationID: id, expectedRevision: expectedRevision))
  }

  /// What a site shows to the person who opens the link in the mail.
  public func lookUpInvitation(token: String) async throws(RPCError) -> LookUpInvitationResponse {
    try await lookUpInvitation(LookUpInvitationRequest(token: token))
  }

  /// Accepts an invitation for a signed-in user, whom the caller has authenticated.
  public func acceptInvitation(token: String, user: Int64) async throws(RPCError) -> AcceptInvitationResponse
  {
    try await acceptInvitation(AcceptInvitationRequest(token: token, acceptor: .userID(user)))
  }

  /// Accepts an invitation for a new user, who is registered by it.
  public func acceptInvitation(token: String, registering user: NewUser) async throws(RPCError)
    -> AcceptInvitationResponse
  {
    try await acceptInvitation(AcceptInvitationRequest(token: token, acceptor: .newUser(user)))
  }

  /// Declines an invitation, for good.
  ///
  /// - Returns: the revision, which is the id of its event.
  @discardableResult
  public func declineInvitation(token: String) async throws(RPCError) -> Int64 {
    try await declineInvitation(DeclineInvitationRequest(token: token)).revision
  }
}

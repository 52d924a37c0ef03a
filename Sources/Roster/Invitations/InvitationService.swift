import RPC
import RosterProto
import SQL

/// Invitations. Each method declares its authorization rule and its kind; those for recipients are in
/// `InvitationService+Acceptance.swift`.
package struct InvitationService: InvitationServiceInterface {
  let run: Runner
  private let tokens: PageTokens

  package init(run: Runner, tokens: PageTokens) {
    self.run = run
    self.tokens = tokens
  }

  package var createInvitation: UnaryHandler<CreateInvitationRequest, CreateInvitationResponse> {
    run.write(.grant(.invitationsManage, users: .owner(of: \.accountID))) { request, context in
      let email = try TextRules.email(request.email, "email")
      let language = try TextRules.language(request.language, "language")
      let permissions = try Permissions(request.permissions, "permissions")
      let end = try AccountService.expireTime(
        request.membershipExpireTime,
        "membership_expire_time",
        context
      )
      let account = try AccountService.account(
        request.accountID,
        "account_id",
        request.expectedRevision,
        context
      )
      let terms = InvitationTerms(
        permissions,
        membershipExpireTime: end,
        settings: context.settings,
        now: context.now
      )
      let sending = try InvitationSending(account, email: email, language: language, context)
      let refusals = try sending.refusals()
      if let first = refusals.first, !request.validateOnly { throw first }
      return CreateInvitationResponse(
        invitation: request.validateOnly ? sending.draft(terms) : try sending.create(terms),
        warnings: refusals.map(Warning.init(blocking:)) + Self.warnings(sending.user, context.caller)
      )
    }
  }

  package var getInvitation: UnaryHandler<GetInvitationRequest, Invitation> {
    run.point(.grant(.invitationsManage, users: .decidedByMethod)) { request, context in
      try Self.invitation(request.invitationID, context.userPolicy, at: context.now, context.db)
    }
  }

  package var listInvitations: UnaryHandler<ListInvitationsRequest, ListInvitationsResponse> {
    // Not a `run.list`: that would check the paging fields before the caller is authorized.
    run.scan(.grant(.invitationsManage, users: .decidedByMethod)) { [tokens] request, context in
      if let policy = context.userPolicy {
        try policy.requireOwner(of: try Checks.id(request.filter?.accountID ?? 0, "filter.account_id"))
      }
      let page = try PageRequest(of: request, tokens)
      let (invitations, next) =
        try InvitationList
        .query(request.filter, orderBy: request.orderBy, at: context.now)
        .page(page, on: context.db)
      return ListInvitationsResponse(invitations: invitations, nextPageToken: next)
    }
  }

  package var resendInvitation: UnaryHandler<ResendInvitationRequest, Invitation> {
    run.write(.grant(.invitationsManage, users: .decidedByMethod)) { request, context in
      let invitation = try Self.invitation(request.invitationID, request.expectedRevision, context)
      try Self.require(.resend, of: invitation)
      let account = try AccountQueries.account(invitation.accountID, context.db)
      let sending = try InvitationSending(
        account,
        email: invitation.email,
        language: invitation.language,
        context
      )
      let end = try invitation.membershipExpireTime?.time("membership_expire_time")
      if let end, end <= context.now { throw Self.membershipExpired(account, sending.user) }
      let refusals = try sending.refusals(isPending: invitation.state == .pending)
      if let first = refusals.first { throw first }
      let terms = InvitationTerms(
        try Permissions(invitation.permissions, "permissions"),
        membershipExpireTime: end,
        settings: context.settings,
        now: context.now
      )
      return try sending.resend(invitation, terms)
    }
  }

  package var cancelInvitation: UnaryHandler<CancelInvitationRequest, Invitation> {
    run.write(.grant(.invitationsManage, users: .decidedByMethod)) { request, context in
      let invitation = try Self.invitation(request.invitationID, request.expectedRevision, context)
      try Self.require(.cancel, of: invitation)
      return try InvitationEnding(.withdrawn, context).cancel(invitation)
    }
  }

  // MARK: Shared

  /// The state of an invitation after an action.
  ///
  /// - Throws: the reason why the action is no longer possible.
  @discardableResult
  static func require(_ action: InvitationAction, of invitation: Invitation) throws(RPCError)
    -> InvitationState
  {
    guard let state = invitation.state.after(action) else { throw .notPending(invitation) }
    return state
  }

  static func record(
    _ kind: String,
    from before: Invitation,
    to after: Invitation,
    for user: ProtoActor? = nil,
    _ context: WriteContext
  ) throws {
    try context.record(
      kind,
      .invitation(after.id),
      account: after.accountID,
      for: user,
      .changed(from: before, to: after)
    )
  }

  /// Reads the invitation that a request changes, and checks the expected revision.
  private static func invitation(
    _ id: Int64,
    _ expectedRevision: Int64,
    _ context: WriteContext
  ) throws -> Invitation {
    let invitation = try invitation(id, context.userPolicy, at: context.now, context.db)
    try Checks.revision(
      expectedRevision,
      current: invitation.revision,
      of: "Invitation \(invitation.id)"
    )
    return invitation
  }

  /// The invitation that a request names.
  ///
  /// - Parameter policy: the calling user's. Users cannot see invitations of accounts that they do not own.
  private static func invitation(
    _ id: Int64,
    _ policy: UserPolicy?,
    at now: Time,
    _ db: any Connection
  ) throws -> Invitation {
    let invitation = try InvitationQueries.invitation(id: try Checks.id(id, "invitation_id"), at: now, db)
    do {
      try policy?.requireOwner(of: invitation.accountID)
    } catch let error as RPCError where error.reason == .ownerOnly {
      throw RPCError.invitationNotFound(id)
    }
    return invitation
  }

  /// Warns a principal about the user with the address.
  private static func warnings(_ user: User?, _ caller: Caller) -> [Warning] {
    guard let user, user.state == .locked, case .principal = caller else { return [] }
    return [
      Warning(
        reason: ErrorReason.userLocked.description,
        message: "User \(user.id) has this address and is locked. Unlock the user, who cannot accept now."
      )
    ]
  }

  private static func membershipExpired(_ account: Account, _ user: User?) -> RPCError {
    let message = "The membership that this invitation offers has expired. Make a new invitation."
    guard let user else { return RPCError(.membershipExpired, message, ["account_id": "\(account.id)"]) }
    return RPCError(
      .membershipExpired,
      message,
      ["account_id": "\(account.id)", "user_id": "\(user.id)"]
    )
  }
}

extension Warning {
  /// A refusal as a warning, for `validate_only`.
  fileprivate init(blocking error: RPCError) {
    self.init(reason: error.info?.reason ?? "", message: error.message, blocking: true)
  }
}

extension RPCError {
  /// Why an invitation is no longer pending.
  static func notPending(_ invitation: Invitation) -> RPCError {
    let id = "\(invitation.id)"
    return switch invitation.state {
    case .accepted:
      RPCError(.invitationAccepted, "This invitation has been accepted.", ["invitation_id": id])
    case .declined:
      RPCError(
        .invitationDeclined,
        "This invitation has been declined. Ask for a new one.",
        ["invitation_id": id]
      )
    case .cancelled:
      RPCError(
        .invitationCancelled,
        "This invitation has been cancelled. Ask for a new one, unless you have access by now.",
        ["invitation_id": id]
      )
    default:
      RPCError(
        .invitationExpired,
        "This invitation has expired. Have it resent.",
        ["invitation_id": id, "expire_time": invitation.expireTime?.rfc3339 ?? ""]
      )
    }
  }
}

import RPC
import RosterProto
import SQL

// The methods for the recipient of an invitation. The token in the mail identifies the invitation.
extension InvitationService {
  package var lookUpInvitation: UnaryHandler<LookUpInvitationRequest, LookUpInvitationResponse> {
    run.point(.grant(.sessionsBroker, users: .anyone)) { request, context in
      let now = context.now
      let invitation = try InvitationQueries.invitation(
        token: try Self.token(request.token),
        at: now,
        context.db
      )
      return LookUpInvitationResponse(
        state: invitation.state,
        accountName: try AccountQueries.account(invitation.accountID, context.db).name,
        email: invitation.email,
        inviterName: try InvitationSending.inviterName(invitation, at: now, context.db),
        existingUser: try UserQueries.userIfAny(email: invitation.email, at: context.now, context.db) != nil,
        permissions: invitation.permissions,
        expireTime: invitation.expireTime
      )
    }
  }

  package var acceptInvitation: UnaryHandler<AcceptInvitationRequest, AcceptInvitationResponse> {
    run.write(.grant(.sessionsBroker, users: .decidedByMethod)) { request, context in
      let acceptor = try Self.acceptor(request, context)
      let invitation = try InvitationQueries.invitation(
        token: try Self.token(request.token),
        at: context.now,
        context.db
      )
      try Self.require(.accept, of: invitation)
      let account = try AccountQueries.account(invitation.accountID, context.db)
      guard account.state != .closed else {
        throw RPCError.accountClosed(account.id, "This account is closed, so nobody can join it.")
      }
      switch acceptor {
      case .user(let id):
        let user = try Self.invitedUser(id, invitation, context)
        return try Self.join(user, invitation, context)
      case .newUser(let profile):
        let user = try Self.register(profile.invited(by: invitation), context)
        return try Self.join(user, invitation, context)
      }
    }
  }

  package var declineInvitation: UnaryHandler<DeclineInvitationRequest, DeclineInvitationResponse> {
    run.write(.grant(.sessionsBroker, users: .anyone)) { request, context in
      let token = try Self.token(request.token)
      let invitation = try InvitationQueries.invitation(token: token, at: context.now, context.db)
      let state = try Self.require(.decline, of: invitation)
      let declined = try InvitationQueries.set(state, of: invitation, context.stamp, context.db)
      try Self.record("invitation.declined", from: invitation, to: declined, context)
      try InvitationEnding.withdrawMails(of: invitation.email, to: invitation.accountID, context)
      return DeclineInvitationResponse(revision: declined.revision)
    }
  }

  // MARK: Acceptor

  private enum Acceptor {
    case user(Int64)
    case newUser(UserProfile)
  }

  /// - Throws: `INVALID_FIELD`; `SELF_ONLY` where a user calls for another or a new user.
  private static func acceptor(
    _ request: AcceptInvitationRequest,
    _ context: WriteContext
  ) throws(RPCError) -> Acceptor {
    switch request.acceptor {
    case .userID(let id):
      try context.userPolicy?.requireSelf(id)
      return .user(try Checks.id(id, "user_id"))
    case .newUser(let user):
      if case .user = context.caller { throw .selfOnly() }
      return .newUser(try UserProfile(user))
    case nil:
      throw .invalid("acceptor", "must be a user's id or a new user")
    }
  }

  private static func token(_ text: String) throws(RPCError) -> String {
    guard !text.isEmpty else { throw .invalid("token", "must not be empty") }
    return text
  }

  /// The existing user who accepts; the address then counts as verified.
  private static func invitedUser(
    _ id: Int64,
    _ invitation: Invitation,
    _ context: WriteContext
  ) throws -> User {
    let user = try UserQueries.user(id: id, at: context.now, context.db)
    guard EmailAddress.key(user.email) == EmailAddress.key(invitation.email) else {
      throw RPCError(
        .invitationWrongUser,
        "This invitation is for another e-mail address. "
          + "Sign in as the user it is for, or ask for another one."
      )
    }
    guard user.state != .locked else {
      throw RPCError(
        .userLocked,
        "User \(user.id) is locked and cannot join an account. Ask the staff.",
        ["user_id": "\(user.id)"]
      )
    }
    let account = invitation.accountID
    guard try MembershipQueries.membershipIfAny(account: account, user: id, context.db) == nil else {
      throw RPCError.membershipExists(account: account, user: id)
    }
    guard !user.emailVerified else { return user }
    let verified = try UserQueries.set(["email_verified": true], of: id, context.stamp, context.db)
    try context.record(
      "user.updated",
      .user(id),
      for: context.represented(verified),
      .changed(from: user, to: verified)
    )
    return verified
  }

  private static func register(_ profile: UserProfile, _ context: WriteContext) throws -> User {
    let user = try UserQueries.insert(profile, isEmailVerified: true, context.stamp, context.db)
    try context.record("user.created", .user(user.id), for: context.represented(user), .created(user))
    return user
  }

  /// Creates the membership that was offered.
  private static func join(
    _ user: User,
    _ invitation: Invitation,
    _ context: WriteContext
  ) throws -> AcceptInvitationResponse {
    let account = invitation.accountID
    let acting = context.represented(user)
    let accepted = try InvitationQueries.set(
      .accepted,
      of: invitation,
      acceptedBy: user.id,
      context.stamp,
      context.db
    )
    try record("invitation.accepted", from: invitation, to: accepted, for: acting, context)
    try InvitationEnding.withdrawMails(of: invitation.email, to: account, context)
    let membership = try AccountService.addMember(
      user,
      to: account,
      try Permissions(invitation.permissions, "permissions"),
      until: try invitation.membershipExpireTime?.time("membership_expire_time"),
      ending: InvitationEnding(.userJoined, for: acting, context),
      for: acting,
      context
    )
    return AcceptInvitationResponse(
      account: try AccountQueries.account(account, context.db),
      user: user,
      membership: membership
    )
  }
}

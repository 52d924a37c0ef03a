import Mail
import RPC
import RosterProto
import SQL

/// An invitation that is about to be sent: what CreateInvitation, ResendInvitation and AssociateUser share.
struct InvitationSending {
  let account: Account
  let email: String
  /// Used where no user has the address.
  let language: String
  /// The user with this address, if any.
  let user: User?
  let context: WriteContext

  init(_ account: Account, email: String, language: String, _ context: WriteContext) throws {
    self.account = account
    self.email = email
    self.language = language
    self.context = context
    user = try UserQueries.userIfAny(email: email, at: context.now, context.db)
  }

  /// All reasons to refuse, in the contract's order.
  ///
  /// - Parameter isPending: whether an invitation that is already pending is sent again.
  func refusals(isPending: Bool = false) throws -> [RPCError] {
    let limits = InvitationLimits(account: account, email: email, user: user, context: context)
    return [
      limits.accountClosed(),
      try limits.membershipExists(),
      isPending ? nil : try limits.invitationExists(),
      isPending ? nil : try limits.tooMany(),
      try limits.rateLimited(),
    ].compactMap { $0 }
  }

  /// What the invitation would be, without what only one that is made has: an id and a revision.
  func draft(_ terms: InvitationTerms) -> Invitation {
    let now = Timestamp(context.now)
    return Invitation(
      accountID: account.id,
      email: email,
      permissions: terms.permissions.list,
      membershipExpireTime: terms.membershipExpireTime.map { Timestamp($0) },
      language: language,
      inviter: context.caller.actor,
      state: .pending,
      expireTime: Timestamp(terms.expireTime),
      sendCount: 1,
      sendTime: now,
      createTime: now,
      updateTime: now
    )
  }

  /// Creates the invitation and queues its mail.
  func create(_ terms: InvitationTerms) throws -> Invitation {
    let token = OpaqueToken.generate(.invitation)
    let invitation = try InvitationQueries.insert(draft(terms), terms, token, context.stamp, context.db)
    var changes = EventChanges.created(invitation)
    changes.note("token", from: nil, to: Secret(bytes: token.hash.bytes))
    try context.record("invitation.created", .invitation(invitation.id), account: account.id, changes)
    try InvitationEnding.withdrawMails(of: email, to: account.id, context)
    try mail(.invitation, invitation, token)
    return invitation
  }

  /// Queues the mail of an invitation again, with a new token and a new lifetime. Earlier mails that are
  /// still queued are withdrawn; if none can have arrived, this mail is not a reminder.
  func resend(_ invitation: Invitation, _ terms: InvitationTerms) throws -> Invitation {
    let isReminder = try context.outbox.mayHaveArrived(.invitation(invitation.id), context.db)
    let token = OpaqueToken.generate(.invitation)
    let changed = try InvitationQueries.resend(
      invitation,
      token,
      until: terms.expireTime,
      context.stamp,
      context.db
    )
    var changes = EventChanges.changed(from: invitation, to: changed)
    // The event shows only that the token changed, so the former one is not read.
    changes.note("token", from: nil, to: Secret(bytes: token.hash.bytes))
    try context.record("invitation.resent", .invitation(changed.id), account: account.id, changes)
    try InvitationEnding.withdrawMails(of: email, to: account.id, context)
    try mail(isReminder ? .invitationResent : .invitation, changed, token)
    return changed
  }

  private func mail(_ template: MailTemplate, _ invitation: Invitation, _ token: OpaqueToken) throws {
    try context.mail(
      template,
      to: MailRecipient(address: email, language: language, user: user),
      [
        "account_name": account.name,
        "inviter_name": try Self.inviterName(invitation, at: context.now, context.db),
        "expire_time": invitation.expireTime?.mailText ?? "",
      ],
      about: .invitation(invitation.id),
      until: try invitation.expireTime?.time("expire_time"),
      link: token.link(context.settings.invitationLink)
    )
    try InvitationSendQueries.insert(account: account.id, email: email, now: context.now, context.db)
  }

  /// The full name of the user who invited; empty for staff: the mail then shows the product's name.
  static func inviterName(
    _ invitation: Invitation,
    at now: Time,
    _ db: any Connection
  ) throws -> String {
    guard let inviter = invitation.inviter, inviter.kind == .user else { return "" }
    return try UserQueries.userIfAny(id: inviter.id, at: now, db)?.fullName ?? ""
  }
}

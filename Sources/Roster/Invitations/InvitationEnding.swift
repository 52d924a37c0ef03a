import Mail
import RPC
import RosterProto

/// Cancels invitations in the transaction of the change that ends them: state, event and mails.
///
/// An invitation is for an address whose user is not a member of the account. Every change that makes this
/// untrue cancels it, even an expired one, which could be resent. Otherwise an old link or a resend could
/// restore access that was removed later.
struct InvitationEnding {
  /// Why an invitation ends, as its event says.
  enum Reason: String, Sendable {
    /// The account's owner or a principal cancelled it.
    case withdrawn
    /// The user was given access without waiting for the answer.
    case userAssociated = "user_associated"
    /// The user accepted another invitation to the account.
    case userJoined = "user_joined"
    case userRemoved = "user_removed"
    case emailChanged = "email_changed"
    case userDeleted = "user_deleted"

    /// The notice to the holder of a link that was valid until now. The other changes send mails of their
    /// own, or have no recipient.
    fileprivate var notice: MailTemplate? {
      switch self {
      case .withdrawn: .invitationCancelled
      case .userAssociated: .accessGranted
      case .userJoined, .userRemoved, .emailChanged, .userDeleted: nil
      }
    }
  }

  private let reason: Reason
  private let user: ProtoActor?
  private let context: WriteContext

  /// - Parameter user: the user on whose behalf a principal acts.
  init(_ reason: Reason, for user: ProtoActor? = nil, _ context: WriteContext) {
    self.reason = reason
    self.user = user
    self.context = context
  }

  /// Cancels those of an address to one account.
  func cancelAll(of email: String, to account: Int64) throws {
    try cancel(try InvitationQueries.open(ofAccount: account, email: email, at: context.now, context.db))
  }

  /// Cancels those of an address to any account.
  func cancelAll(of email: String) throws {
    try cancel(try InvitationQueries.open(toAddress: email, at: context.now, context.db))
  }

  /// Cancels those of a user's address to the accounts that the user is a member of.
  func cancelAll(ofMember user: User) throws {
    try cancel(
      try InvitationQueries.open(toAddress: user.email, member: user.id, at: context.now, context.db)
    )
  }

  private func cancel(_ invitations: [Invitation]) throws {
    for invitation in invitations { try cancel(invitation) }
  }

  @discardableResult
  func cancel(_ invitation: Invitation) throws -> Invitation {
    let mayBeKnown = try context.outbox.mayHaveArrived(.invitation(invitation.id), context.db)
    let cancelled = try InvitationQueries.set(.cancelled, of: invitation, context.stamp, context.db)
    var changes = EventChanges.changed(from: invitation, to: cancelled)
    changes.note("reason", from: "", to: reason.rawValue)
    try context.record(
      "invitation.cancelled",
      .invitation(cancelled.id),
      account: cancelled.accountID,
      for: user,
      changes
    )
    try Self.withdrawMails(of: invitation.email, to: invitation.accountID, context)
    if mayBeKnown, invitation.state == .pending, let notice = reason.notice {
      try mail(notice, about: invitation)
    }
    return cancelled
  }

  private func mail(_ notice: MailTemplate, about invitation: Invitation) throws {
    let user = try UserQueries.userIfAny(email: invitation.email, at: context.now, context.db)
    try context.mail(
      notice,
      to: MailRecipient(address: invitation.email, language: invitation.language, user: user),
      ["account_name": try AccountQueries.account(invitation.accountID, context.db).name],
      about: .invitation(invitation.id)
    )
  }

  /// Withdraws the queued mails of all invitations of an address to an account: mails about earlier changes
  /// must not arrive after the latest one.
  static func withdrawMails(of email: String, to account: Int64, _ context: WriteContext) throws {
    for id in try InvitationQueries.ids(ofAccount: account, email: email, context.db) {
      try context.outbox.withdraw(.invitation(id), context.lastStamp, context.db)
    }
  }
}

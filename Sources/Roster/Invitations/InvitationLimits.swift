import RPC
import RosterProto

/// Why an invitation may not be sent, although it is well-formed and its account exists. Each function gives
/// the refusal, or nil for none.
struct InvitationLimits {
  /// The window of `invitations_per_account_per_hour`, in microseconds.
  static let accountWindow: Int64 = 3_600 * 1_000_000
  /// The window of `invitations_per_address_per_day`, in microseconds; the longer of the two.
  static let addressWindow: Int64 = 24 * 3_600 * 1_000_000

  let account: Account
  let email: String
  /// The user with this address, if any.
  let user: User?
  let context: WriteContext

  func accountClosed() -> RPCError? {
    guard account.state == .closed else { return nil }
    return .accountClosed(account.id, "Account \(account.id) is closed. Reopen it before inviting users.")
  }

  func membershipExists() throws -> RPCError? {
    guard let user,
      try MembershipQueries.membershipIfAny(account: account.id, user: user.id, context.db) != nil
    else { return nil }
    return .membershipExists(account: account.id, user: user.id)
  }

  func invitationExists() throws -> RPCError? {
    let pending = try InvitationQueries.pendingID(
      account: account.id,
      email: email,
      at: context.now,
      context.db
    )
    guard let pending else { return nil }
    return RPCError(
      .invitationExists,
      "An invitation of this address to account \(account.id) is pending. "
        + "Resend that one, invitation \(pending).",
      ["account_id": "\(account.id)", "invitation_id": "\(pending)"]
    )
  }

  func tooMany() throws -> RPCError? {
    let limit = context.settings.maxPendingInvitations
    let count = try InvitationQueries.pendingCount(ofAccount: account.id, at: context.now, context.db)
    guard count >= Int64(limit) else { return nil }
    return RPCError(
      .tooManyInvitations,
      "Account \(account.id) has \(count) pending invitations and may have \(limit). Cancel some, or wait.",
      ["account_id": "\(account.id)", "limit": "\(limit)"]
    )
  }

  func rateLimited() throws -> RPCError? {
    let perAccount = context.settings.invitationsPerAccountPerHour
    let accountStart = Time(microseconds: context.now.microseconds - Self.accountWindow)
    let perAddress = context.settings.invitationsPerAddressPerDay
    let addressStart = Time(microseconds: context.now.microseconds - Self.addressWindow)
    let (now, db) = (context.now, context.db)
    let ofAccount = try InvitationSendQueries.time(
      perAccount,
      ofAccount: account.id,
      after: accountStart,
      now: now,
      db
    )
    if let ofAccount {
      return rateLimited("account", perAccount, until: ofAccount.microseconds + Self.accountWindow)
    }
    let toAddress = try InvitationSendQueries.time(
      perAddress,
      toAddress: email,
      after: addressStart,
      now: now,
      db
    )
    if let toAddress {
      return rateLimited("address", perAddress, until: toAddress.microseconds + Self.addressWindow)
    }
    return nil
  }

  private func rateLimited(_ scope: String, _ limit: Int32, until end: Int64) -> RPCError {
    let what = scope == "account" ? "by this account in an hour" : "to this address in a day"
    return .rateLimited(
      "No more than \(limit) invitations may be sent \(what). Try again later.",
      ["scope": scope, "limit": "\(limit)"],
      until: Time(microseconds: end),
      now: context.now
    )
  }
}

extension RPCError {
  static func membershipExists(account: Int64, user: Int64) -> RPCError {
    RPCError(
      .membershipExists,
      "User \(user) is a member of account \(account) already. Change the membership instead.",
      ["account_id": "\(account)", "user_id": "\(user)"]
    )
  }
}

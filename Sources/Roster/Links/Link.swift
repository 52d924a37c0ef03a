import Crypto
import Mail
import RPC
import RosterProto
import SQL

/// A link in a mail that does one thing for one user, once: its token is the proof that the mail was read.
enum Link {
  enum Purpose: Int64, Sendable, CaseIterable {
    case passwordReset = 1
    case email = 2
  }

  static let sendWindowMicroseconds: Int64 = 3_600 * 1_000_000

  /// Makes a link and mails it.
  ///
  /// - Parameter email: the address to mail it to.
  /// - Returns: when it expires.
  static func send(_ purpose: Purpose, of user: User, to email: String, _ context: WriteContext) throws
    -> Time
  {
    let token = OpaqueToken.generate(.link)
    let seconds = context.settings.passwordResetLifetime!.seconds
    let end = Time(microseconds: context.now.microseconds + seconds * 1_000_000)
    try LinkQueries.insert(token.hash, for: purpose, of: user.id, email: email, until: end, context.db)
    try context.outbox.withdraw(.link(purpose, user: user.id), context.lastStamp, context.db)
    let expiry = Timestamp(end).mailText
    let (template, link, variables): (MailTemplate, String, [String: String]) =
      switch purpose {
      case .passwordReset:
        (.passwordReset, context.settings.passwordResetLink, ["expire_time": expiry])
      case .email:
        (
          .emailVerification, context.settings.emailVerificationLink,
          ["expire_time": expiry, "email": email]
        )
      }
    try context.mail(
      template,
      to: MailRecipient(address: email, language: user.language, user: user),
      variables,
      about: .link(purpose, user: user.id),
      until: end,
      link: token.link(link)
    )
    return end
  }

  /// Ends all links of a user, and withdraws those of their mails that have not been sent.
  static func endAll(of user: Int64, _ context: WriteContext) throws {
    for purpose in Purpose.allCases {
      try LinkQueries.delete(purpose, of: user, context.db)
      try context.outbox.withdraw(.link(purpose, user: user), context.lastStamp, context.db)
    }
  }

  /// Counts a mail to an address, whether or not a user has it.
  ///
  /// - Throws: `RATE_LIMITED` where the address has had as many as the settings allow.
  static func countSend(to email: String, _ context: WriteContext) throws {
    let address = Array(SHA256.hash(data: Array(EmailAddress.key(email).utf8)))
    let limit = Int64(context.settings.linkMailsPerAddressPerHour)
    let sends = try LinkQueries.sends(to: address, at: context.now, atMost: limit, context.db)
    if sends.count == limit, let oldest = sends.last {
      throw RPCError.rateLimited(
        "No more than \(limit) such mails go to one address in an hour. Try again later.",
        ["limit": "\(limit)"],
        until: Time(microseconds: oldest.microseconds + sendWindowMicroseconds),
        now: context.now
      )
    }
    try LinkQueries.noteSend(to: address, at: context.now, context.db)
  }

  /// The link of a token.
  ///
  /// - Throws: `INVALID_FIELD`, `LINK_INVALID`.
  static func find(
    _ token: String,
    for purpose: Purpose,
    at now: Time,
    _ db: any Connection
  ) throws -> LinkQueries.Stored {
    guard !token.isEmpty else { throw RPCError.invalid("token", "must not be empty") }
    guard let link = try LinkQueries.link(TokenHash(of: token.utf8), for: purpose, at: now, db) else {
      throw RPCError.linkInvalid
    }
    return link
  }
}

extension RPCError {
  static var linkInvalid: RPCError {
    RPCError(
      .linkInvalid,
      "This link is not valid: it was used, has expired, or a later mail has replaced it. Ask for a new one."
    )
  }
}

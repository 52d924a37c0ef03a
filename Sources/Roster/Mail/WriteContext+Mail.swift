import Mail
import RPC
import RosterProto

/// Who a mail goes to.
struct MailRecipient: Sendable, Hashable {
  let address: String
  /// Empty: none is known.
  let name: String
  /// A BCP 47 tag; empty: the product's default.
  let language: String

  init(_ user: User) {
    address = user.email
    name = user.fullName
    language = user.language
  }

  /// An address that a user may have, who is then written to in their own language.
  init(address: String, language: String, user: User?) {
    self.address = address
    name = user?.fullName ?? ""
    self.language = user?.language ?? language
  }
}

extension WriteContext {
  /// Queues a mail about the event that was recorded last, in the same transaction.
  ///
  /// - Parameters:
  ///   - variables: what the template must have and may have, except what follows from the recipient and the
  ///     settings. Empty ones count as not given.
  ///   - topic: what the mail is about, where later news can overtake it.
  ///   - expireTime: when it is not worth sending any more.
  ///   - link: the secret of templates that have one.
  func mail(
    _ template: MailTemplate,
    to recipient: MailRecipient,
    _ variables: [String: String],
    about topic: MailTopic? = nil,
    until expireTime: Time? = nil,
    link: String? = nil
  ) throws {
    var all = variables
    all["recipient_name"] = recipient.name
    if !template.hasLink { all["sign_in_link"] = settings.signInLink }
    try outbox.enqueue(
      template,
      to: recipient.address,
      language: recipient.language.isEmpty ? settings.defaultLanguage : recipient.language,
      variables: all.filter { !$0.value.isEmpty },
      secret: link,
      topic: topic,
      expireTime: expireTime,
      lastStamp,
      db
    )
  }
}

extension Timestamp {
  /// A time for people anywhere, to the minute: `2026-01-08 00:00 UTC`.
  var mailText: String { rfc3339.prefix(16).replacing("T", with: " ") + " UTC" }
}

extension User {
  /// Given and family name, with a space where there are both.
  var fullName: String { UserProfile(of: self).fullName }

  /// What to call the user: the full name, or the e-mail address of one who has none.
  var displayName: String { fullName.isEmpty ? email : fullName }
}

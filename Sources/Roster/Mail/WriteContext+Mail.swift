import Mail
import RPC
import RosterProto

extension WriteContext {
  /// Queues a mail about the event that was recorded last, in the same transaction.
  ///
  /// - Parameters:
  ///   - variables: the template's variables, except those of the recipient and the settings. Empty ones
  ///     count as absent.
  ///   - topic: what the mail is about, if a later change can make it obsolete.
  ///   - expireTime: when it is no longer worth sending.
  ///   - link: the secret link, for templates that have one.
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
  /// A time for mails, to the minute: `2026-01-08 00:00 UTC`.
  var mailText: String { rfc3339.prefix(16).replacing("T", with: " ") + " UTC" }
}

extension User {
  /// First and last name, separated by a space if there are both.
  var fullName: String { UserProfile(of: self).fullName }

  /// The full name, or the e-mail address of a user without one.
  var displayName: String { fullName.isEmpty ? email : fullName }
}

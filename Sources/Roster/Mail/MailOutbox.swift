import Mail
import SQL

/// Stores mails in the database, in the transaction of the change they are about: a mail exists if and only
/// if that change was committed.
package struct MailOutbox: Sendable {
  let signal = MailSignal()
  let sealer: Sealer

  package init(sealer: Sealer) {
    self.sealer = sealer
  }

  /// Queues a mail, as part of the caller's write transaction.
  ///
  /// - Parameters:
  ///   - recipient: the address alone; a name goes into `recipient_name`.
  ///   - language: the recipient's BCP 47 tag, or empty.
  ///   - variables: what the template has, all of it fit to be shown to staff.
  ///   - secret: the link of templates that have one. It is forgotten when the mail has been sent.
  ///   - topic: what ``withdraw(_:_:_:)`` finds the mail by.
  ///   - expireTime: when the mail is not worth sending any more; nil: never.
  ///   - stamp: that of the event which the mail tells of.
  /// - Returns: the mail's id.
  /// - Throws: a `MailError` if the variables do not match the template: a bug in this program.
  @discardableResult
  func enqueue(
    _ template: MailTemplate,
    to recipient: String,
    language: String,
    variables: [String: String],
    secret: String? = nil,
    topic: MailTopic? = nil,
    expireTime: Time? = nil,
    _ stamp: Stamp,
    _ db: any Connection
  ) throws -> Int64 {
    try template.check(variables, hasLink: secret != nil)
    let id = try MailQueries.insert(
      template: template.rawValue,
      language: language,
      recipient: recipient,
      variables: variables,
      topic: topic,
      expireTime: expireTime,
      stamp,
      db
    )
    // Sealed for its row, whose id is known only now.
    if let secret { try MailQueries.setSecret(sealer.sealText(secret, .mail(id)), of: id, db) }
    // Before the commit, but not too early: the dispatcher reads through the writer, after this transaction.
    signal.raise()
    return id
  }

  /// Makes a mail that was given up due at once, with all its attempts anew. Any other stays as it is.
  package func retry(_ mail: OutboxMail, _ stamp: Stamp, _ db: any Connection) throws {
    try MailQueries.requeue(mail.id, stamp, db)
    signal.raise()
  }

  /// Withdraws all mails about something that have not been sent, as part of the caller's write transaction.
  /// The dispatcher takes its mails through the same writer, so what it has not taken yet is never sent; what
  /// is being delivered at this moment may arrive, and ``mayHaveArrived(_:_:)`` says so.
  func withdraw(_ topic: MailTopic, _ stamp: Stamp, _ db: any Connection) throws {
    try MailQueries.withdraw(topic, stamp, db)
  }

  /// Whether any mail about a topic may have reached its recipient.
  func mayHaveArrived(_ topic: MailTopic, _ db: any Connection) throws -> Bool {
    try MailQueries.hasArrived(topic, db)
  }
}

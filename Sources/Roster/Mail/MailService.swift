import Mail
import RPC
import RosterProto
import SQL

/// The outbox for staff. Each method declares its authorization rule and its kind.
package struct MailService: MailServiceInterface {
  private let run: Runner
  private let tokens: PageTokens
  private let composer: MailComposer

  /// - Parameter composer: the same one that writes the mails which are sent.
  package init(run: Runner, tokens: PageTokens, composer: MailComposer) {
    self.run = run
    self.tokens = tokens
    self.composer = composer
  }

  package var listMail: UnaryHandler<ListMailRequest, ListMailResponse> {
    run.list(.grant(.mailManage), tokens) { [composer] request, context in
      let settings = context.settings
      return try MailList.query(request.filter, orderBy: request.orderBy) { mail in
        Mail(mail, subject: composer.preview(mail, settings)?.subject ?? "")
      }
    }
  }

  package var getMail: UnaryHandler<GetMailRequest, GetMailResponse> {
    run.point(.grant(.mailManage)) { [composer] request, context in
      let mail = try Self.mail(request.mailID, context.db)
      let content = composer.preview(mail, context.settings)
      return GetMailResponse(
        mail: Mail(mail, subject: content?.subject ?? ""),
        textBody: content?.text ?? "",
        htmlBody: content?.html ?? ""
      )
    }
  }

  package var retryMail: UnaryHandler<RetryMailRequest, Mail> {
    run.write(.grant(.mailManage)) { [composer] request, context in
      let mail = try Self.mail(request.mailID, context.db)
      try Checks.revision(request.expectedRevision, current: mail.revision, of: "Mail \(mail.id)")
      guard mail.state == .dead else {
        let state = Mail(mail, subject: "").state.name
        throw RPCError(
          .mailNotFailed,
          "Mail \(mail.id) is \(state), so there is nothing to retry.",
          ["mail_id": "\(mail.id)", "state": state]
        )
      }
      try context.outbox.retry(mail, context.stamp, context.db)
      let subject = composer.preview(mail, context.settings)?.subject ?? ""
      let before = Mail(mail, subject: subject)
      let after = Mail(try Self.mail(mail.id, context.db), subject: subject)
      try context.record("mail.retried", .mail(mail.id), .changed(from: before, to: after))
      return after
    }
  }

  /// - Throws: `MAIL_NOT_FOUND`.
  private static func mail(_ id: Int64, _ db: any Connection) throws -> OutboxMail {
    guard let mail = try MailQueries.mailIfAny(id: try Checks.id(id, "mail_id"), db) else {
      throw RPCError(.mailNotFound, "There is no mail \(id).", ["mail_id": "\(id)"])
    }
    return mail
  }
}

extension MailComposer {
  /// Shown in place of a mail's token.
  static let redacted = "[redacted]"

  /// The texts of a mail without its secret; nil if this release cannot render it.
  func preview(_ mail: OutboxMail, _ settings: Settings) -> TemplateSet.Content? {
    let link = settings.invitationLink.replacing("{token}", with: Self.redacted)
    return try? content(mail, link: MailTemplate(rawValue: mail.template)?.hasLink == true ? link : nil)
  }
}

extension Mail {
  fileprivate init(_ mail: OutboxMail, subject: String) {
    let state: MailState =
      switch mail.state {
      case .queued: .queued
      case .sent: .sent
      case .dead: .failed
      case .withdrawn: .withdrawn
      }
    self.init(
      id: mail.id,
      templateName: mail.template,
      recipient: mail.recipient,
      language: mail.language,
      subject: subject,
      state: state,
      attemptCount: Int32(mail.attempts),
      nextAttemptTime: state == .queued ? Timestamp(mail.nextAttemptTime) : nil,
      lastError: mail.lastError,
      createTime: Timestamp(mail.createTime),
      sendTime: mail.sentTime.map { Timestamp($0) },
      updateTime: Timestamp(mail.updateTime),
      revision: mail.revision
    )
  }
}

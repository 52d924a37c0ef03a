import Mail

/// Makes messages from the mails of the outbox.
package struct MailComposer: Sendable {
  private let templates: TemplateSet
  private let sender: MailAddress
  private let productName: @Sendable () -> String

  /// - Parameters:
  ///   - sender: the address in From.
  ///   - productName: the product's name in mails; read for each mail.
  package init(
    templates: TemplateSet,
    sender: MailAddress,
    productName: @escaping @Sendable () -> String
  ) {
    self.templates = templates
    self.sender = sender
    self.productName = productName
  }

  /// The same mail always gives the same message, with the same Message-ID and date.
  ///
  /// - Throws: `permanent`.
  func message(_ mail: OutboxMail, secret: String?) throws(MailError) -> MailMessage {
    let content = try content(mail, link: secret)
    return try MailMessage(
      id: "\(mail.id)",
      from: sender,
      to: MailAddress(mail.recipient, name: mail.variables["recipient_name"] ?? ""),
      subject: content.subject,
      text: content.text,
      html: content.html,
      time: mail.createTime.microseconds
    )
  }

  /// A mail's texts.
  ///
  /// - Parameter link: the mail's link, or a redacted one.
  /// - Throws: `permanent`.
  func content(_ mail: OutboxMail, link: String?) throws(MailError) -> TemplateSet.Content {
    guard let template = MailTemplate(rawValue: mail.template) else {
      throw MailError(.permanent, "there is no template \(mail.template)")
    }
    return try templates.render(
      template,
      language: mail.language,
      productName: productName(),
      variables: mail.variables,
      link: link
    )
  }
}

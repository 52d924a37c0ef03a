import Mail

/// How mail is sent.
package struct MailOptions: Sendable {
  /// The sender's address if the operator has configured none.
  package static let defaultSender = "roster@localhost"

  /// The operator's templates; nil for the built-in ones.
  package var templates: TemplateSet?
  /// The sender; nil for ``defaultSender``.
  package var sender: MailAddress?
  /// The transport; nil leaves all mails queued.
  package var transport: (any MailTransport)?

  package init(
    templates: TemplateSet? = nil,
    sender: MailAddress? = nil,
    transport: (any MailTransport)? = nil
  ) {
    self.templates = templates
    self.sender = sender
    self.transport = transport
  }

  func composer(productName: @escaping @Sendable () -> String) throws(MailError) -> MailComposer {
    let texts = if let templates { templates } else { try TemplateSet() }
    let from = if let sender { sender } else { try MailAddress(Self.defaultSender) }
    return MailComposer(templates: texts, sender: from, productName: productName)
  }
}

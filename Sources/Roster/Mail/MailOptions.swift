import Mail

/// How mail leaves.
package struct MailOptions: Sendable {
  /// The address that mails come from where the operator has named none.
  package static let defaultSender = "roster@localhost"

  /// The operator's texts; nil for the built-in ones.
  package var templates: TemplateSet?
  /// What mails are from; nil for ``defaultSender``.
  package var sender: MailAddress?
  /// Where mails are handed over; nil: they stay queued.
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

/// A way to send mails. Any thread may call it; it blocks the calling thread.
package protocol MailTransport: Sendable {
  /// Returns when the next mail server, or a file, has the mail.
  ///
  /// - Parameter isCancelled: called about once a second while the transport waits. Once it returns true, the
  ///   delivery fails.
  /// - Throws: `transient` if it may succeed later. The mail may have arrived all the same: a connection can
  ///   fail between the last byte and the reply.
  func deliver(_ message: MailMessage, isCancelled: @escaping @Sendable () -> Bool) throws(MailError)
}

extension MailTransport {
  package func deliver(_ message: MailMessage) throws(MailError) {
    try deliver(message, isCancelled: { false })
  }
}

/// A way to hand a mail over. Called by one thread at a time or by several; it blocks the one that calls it.
package protocol MailTransport: Sendable {
  /// Returns when the mail is in other hands.
  ///
  /// - Parameter isCancelled: asked about once a second while the transport waits for others. Once it says
  ///   true the delivery ends as one that failed.
  /// - Throws: `transient` if it may succeed later. It may have arrived all the same: a connection can break
  ///   between the last byte and the reply.
  func deliver(_ message: MailMessage, isCancelled: @escaping @Sendable () -> Bool) throws(MailError)
}

extension MailTransport {
  package func deliver(_ message: MailMessage) throws(MailError) {
    try deliver(message, isCancelled: { false })
  }
}

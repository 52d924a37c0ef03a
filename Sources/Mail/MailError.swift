/// Why a mail could not be made or delivered.
package struct MailError: Error, Sendable, Hashable {
  /// What the sender decides by.
  package enum Kind: Sendable, Hashable {
    /// May succeed later: no connection, a timeout, a reply of 4xx, a rejected authentication.
    case transient
    /// Fails the same way each time: the mail or its recipient was refused.
    case permanent
    /// The operator's configuration cannot work: a template, an address, a directory.
    case configuration
  }

  package let kind: Kind
  /// For operators and logs: one line of bounded length, whatever a mail server replied. Never contains a
  /// mail's text.
  package let message: String
  /// Whether the recipient may still have the mail: the connection failed while the text was sent, or before
  /// the server confirmed it.
  package let mayHaveArrived: Bool

  /// More than a reply line and its explanation need.
  private static let maxMessageCharacters = 1_024

  package init(_ kind: Kind, _ message: String, mayHaveArrived: Bool = false) {
    self.kind = kind
    self.message = message.printable(maxCharacters: Self.maxMessageCharacters)
    self.mayHaveArrived = mayHaveArrived
  }
}

extension MailError: CustomStringConvertible {
  package var description: String { message }
}

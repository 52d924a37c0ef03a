/// Why a mail could not be made or delivered.
package struct MailError: Error, Sendable, Hashable {
  /// What the sender decides by.
  package enum Kind: Sendable, Hashable {
    /// May succeed later: no connection, a timeout, a reply of 4xx, a sign-in that was refused.
    case transient
    /// Will fail the same way each time: the mail itself, or its recipient, was refused.
    case permanent
    /// What the operator gave cannot work: a template, an address, a directory.
    case configuration
  }

  package let kind: Kind
  /// For operators and logs: one line of bounded length, whatever a mail server said. Never holds a mail's
  /// text.
  package let message: String
  /// Whether the recipient may have the mail all the same: the connection broke while the text was sent, or
  /// before the server confirmed it.
  package let mayHaveArrived: Bool

  /// More than a reply's line and its explanation take.
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

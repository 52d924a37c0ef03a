/// Why bytes are not the message they were taken for.
package struct DecodingError: Error, Sendable, Hashable {
  package enum Reason: Sendable, Hashable {
    /// Not the wire format of this message.
    case malformed
    /// A text field holds bytes that are not UTF-8.
    case invalidUTF8
    /// A text field holds U+0000, which neither C nor SQL text can carry.
    case embeddedNUL
    /// The message would take more memory than a request may.
    case tooLarge
    /// A field of a request has more bytes than the contract allows.
    case tooManyBytes(Int)
    /// A repeated field of a request has more entries than the contract allows.
    case tooManyItems(Int)
  }

  package let reason: Reason

  /// The field as the contract names it, from the message's root: `user.first_name`, `rows[3].email`.
  /// Empty where the whole message is meant.
  package private(set) var field: String

  package init(_ reason: Reason, field: String = "") {
    self.reason = reason
    self.field = field
  }

  /// The same error, seen from the message that holds this one in `outer`.
  package func inside(_ outer: String) -> DecodingError {
    DecodingError(reason, field: field.isEmpty ? outer : "\(outer).\(field)")
  }

  /// Whether one field is at fault, and not the message as a whole.
  package var isAboutField: Bool { !field.isEmpty }

  /// What to tell the caller about the field.
  package var explanation: String {
    switch reason {
    case .malformed: "is not a valid protobuf message of this type"
    case .invalidUTF8: "must be valid UTF-8"
    case .embeddedNUL: "must not contain the character U+0000"
    case .tooLarge: "takes more memory than one request may use"
    case .tooManyBytes(let limit): "must have at most \(limit) bytes"
    case .tooManyItems(let limit): "must have at most \(limit) entries"
    }
  }
}

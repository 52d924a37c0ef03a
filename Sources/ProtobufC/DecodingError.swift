/// Why bytes could not be decoded as a message.
package struct DecodingError: Error, Sendable, Hashable {
  package enum Reason: Sendable, Hashable {
    /// Not a valid encoding of this message.
    case malformed
    /// A text field has bytes that are not UTF-8.
    case invalidUTF8
    /// A text field contains U+0000, which C and SQL text cannot contain.
    case embeddedNUL
    /// The message needs more memory than a request may use.
    case tooLarge
    /// A field of a request has more bytes than the contract allows.
    case tooManyBytes(Int)
    /// A repeated field of a request has more entries than the contract allows.
    case tooManyItems(Int)
  }

  package let reason: Reason

  /// The path of the field from the root of the message, with the names of the contract: `user.first_name`,
  /// `rows[3].email`. Empty for the whole message.
  package private(set) var field: String

  package init(_ reason: Reason, field: String = "") {
    self.reason = reason
    self.field = field
  }

  /// The same error, for the message that contains this one in its field `outer`.
  package func inside(_ outer: String) -> DecodingError {
    DecodingError(reason, field: field.isEmpty ? outer : "\(outer).\(field)")
  }

  /// Whether the error is about one field, not about the whole message.
  package var isAboutField: Bool { !field.isEmpty }

  /// The description for the caller.
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

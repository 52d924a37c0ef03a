import RPC

/// The rules for text that callers give. Each function returns the text as it is to be kept, or refuses it
/// by the field's name; none of them cuts.
package enum TextRules {
  /// A person's name, which may be empty.
  package static func name(_ text: String, _ field: String) throws(RPCError) -> String {
    try line(text, field, atMost: Limits.maxNameCodePoints)
  }

  /// A name that something has to have.
  package static func requiredName(_ text: String, _ field: String) throws(RPCError) -> String {
    try required(try name(text, field), field)
  }

  /// A security question.
  package static func securityQuestion(_ text: String, _ field: String) throws(RPCError) -> String {
    try required(try line(text, field, atMost: Limits.maxQuestionCodePoints), field)
  }

  /// An e-mail address: `local@domain` as RFC 5321 and RFC 6531 have it, without quoting and address
  /// literals, which no mail reader offers to type.
  package static func email(_ text: String, _ field: String) throws(RPCError) -> String {
    guard !text.isEmpty else { throw .invalid(field, "must not be empty") }
    guard text.utf8.count <= Limits.maxEmailBytes else {
      throw .invalid(field, "must have at most \(Limits.maxEmailBytes) bytes")
    }
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, isLocalPart(parts[0]), isDomain(parts[1]) else {
      throw .invalid(field, "must be an e-mail address such as ada@example.com")
    }
    return text
  }

  /// A BCP 47 language tag by its shape: `de`, `pt-BR`, `zh-Hant-TW`; empty for the product's default.
  package static func language(_ text: String, _ field: String) throws(RPCError) -> String {
    guard !text.isEmpty else { return text }
    let subtags = text.split(separator: "-", omittingEmptySubsequences: false)
    let isTag =
      text.utf8.count <= Limits.maxLanguageBytes
      && (2...8).contains(subtags[0].utf8.count) && subtags[0].utf8.allSatisfy(isASCIILetter)
      && subtags.dropFirst().allSatisfy { subtag in
        (1...8).contains(subtag.utf8.count)
          && subtag.utf8.allSatisfy { isASCIILetter($0) || (0x30...0x39).contains($0) }
      }
    guard isTag else { throw .invalid(field, "must be a BCP 47 language tag such as en or pt-BR") }
    return text
  }

  /// What staff note for themselves: lines of text.
  package static func note(_ text: String, _ field: String) throws(RPCError) -> String {
    guard text.unicodeScalars.count <= Limits.maxNoteCodePoints else {
      throw .invalid(field, "must have at most \(Limits.maxNoteCodePoints) characters")
    }
    guard !text.unicodeScalars.contains(where: { isControl($0) && $0 != "\n" }) else {
      throw .invalid(field, "must not contain control characters but line breaks")
    }
    return text
  }

  /// Text to search for.
  package static func query(_ text: String, _ field: String) throws(RPCError) -> String {
    guard text.utf8.count <= Limits.maxQueryBytes else {
      throw .invalid(field, "must have at most \(Limits.maxQueryBytes) bytes")
    }
    return text
  }

  private static func required(_ text: String, _ field: String) throws(RPCError) -> String {
    guard text.contains(where: { !$0.isWhitespace }) else { throw .invalid(field, "must not be empty") }
    return text
  }

  private static func line(_ text: String, _ field: String, atMost limit: Int) throws(RPCError) -> String {
    guard text.unicodeScalars.count <= limit else {
      throw .invalid(field, "must have at most \(limit) characters")
    }
    guard !text.unicodeScalars.contains(where: isControl) else {
      throw .invalid(field, "must not contain control characters")
    }
    return text
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }

  private static func isASCIILetter(_ byte: UInt8) -> Bool {
    (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
  }

  /// RFC 5321 `Dot-string`, widened by RFC 6531: at most 64 bytes, no empty part between dots.
  private static func isLocalPart(_ text: Substring) -> Bool {
    (1...64).contains(text.utf8.count)
      && text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { atom in
        !atom.isEmpty && atom.unicodeScalars.allSatisfy(isAtomText)
      }
  }

  private static func isAtomText(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.isASCII else { return !isControl(scalar) && !scalar.properties.isWhitespace }
    return isASCIILetter(UInt8(scalar.value)) || ("0"..."9").contains(scalar)
      || "!#$%&'*+-/=?^_`{|}~".unicodeScalars.contains(scalar)
  }

  private static func isDomain(_ text: Substring) -> Bool {
    text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
      (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
        && label.unicodeScalars.allSatisfy { scalar in
          guard scalar.isASCII else { return !isControl(scalar) && !scalar.properties.isWhitespace }
          return isASCIILetter(UInt8(scalar.value)) || ("0"..."9").contains(scalar) || scalar == "-"
        }
    }
  }
}

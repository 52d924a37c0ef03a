import RPC

/// The rules for text from callers. Each function returns the text to store, or refuses it and names the
/// field; none truncates.
package enum TextRules {
  /// A person's name or a label: empty, or a line with a visible character.
  package static func name(_ text: String, _ field: String) throws(RPCError) -> String {
    try line(text, field, atMost: Limits.maxNameCodePoints)
  }

  /// The name of a principal, which identifies an actor in logs and events. No two names may look the same,
  /// so only single spaces inside the name are allowed.
  package static func principalName(_ text: String, _ field: String) throws(RPCError) -> String {
    let name = try requiredName(text, field)
    let words = name.unicodeScalars.split(separator: " ", omittingEmptySubsequences: false)
    guard words.allSatisfy({ !$0.isEmpty && !$0.contains(where: \.properties.isWhitespace) }) else {
      throw .invalid(field, "must have no space at its ends, no two in a row, and none but U+0020")
    }
    return name
  }

  /// A required name.
  package static func requiredName(_ text: String, _ field: String) throws(RPCError) -> String {
    try required(try name(text, field), field)
  }

  /// A security question.
  package static func securityQuestion(_ text: String, _ field: String) throws(RPCError) -> String {
    try required(try line(text, field, atMost: Limits.maxQuestionCodePoints), field)
  }

  /// An e-mail address, stored as written: ``EmailAddress``.
  package static func email(_ text: String, _ field: String) throws(RPCError) -> String {
    guard !text.isEmpty else { throw .invalid(field, "must not be empty") }
    try Checks.bytes(text, atMost: Limits.maxEmailBytes, field)
    guard let address = EmailAddress(text) else {
      throw .invalid(field, "must be an e-mail address such as ada@example.com")
    }
    guard address.bytes <= Limits.maxEmailBytes else {
      throw .invalid(field, "must have at most \(Limits.maxEmailBytes) bytes with its domain in ASCII (xn--)")
    }
    return text
  }

  /// A well-formed BCP 47 language tag: `de`, `pt-BR`, `zh-Hant-TW`; empty for the product's default.
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

  /// A note by staff: lines of text.
  package static func note(_ text: String, _ field: String) throws(RPCError) -> String {
    guard text.unicodeScalars.count <= Limits.maxNoteCodePoints else {
      throw .invalid(field, "must have at most \(Limits.maxNoteCodePoints) characters")
    }
    if let fault = TextFault.first(in: text.unicodeScalars, allowing: [.lineBreaks, .emoji]) {
      throw .invalid(field, fault.description)
    }
    return text
  }

  /// Why something was done: a line.
  package static func reason(_ text: String, _ field: String) throws(RPCError) -> String {
    try required(try line(text, field, atMost: Limits.maxQuestionCodePoints), field)
  }

  /// An IP address as a site tells it: empty, or IPv4 or IPv6 in text.
  package static func sourceAddress(_ text: String, _ field: String) throws(RPCError) -> String {
    guard text.isEmpty || IPAddress(text) != nil else {
      throw .invalid(field, "must be an IP address such as 192.0.2.7 or 2001:db8::7")
    }
    return text
  }

  /// A search text.
  package static func query(_ text: String, _ field: String) throws(RPCError) -> String {
    try Checks.bytes(text, atMost: Limits.maxQueryBytes, field)
    return text
  }

  private static func required(_ text: String, _ field: String) throws(RPCError) -> String {
    guard !text.isEmpty else { throw .invalid(field, "must not be empty") }
    return text
  }

  private static func line(_ text: String, _ field: String, atMost limit: Int) throws(RPCError) -> String {
    guard text.unicodeScalars.count <= limit else {
      throw .invalid(field, "must have at most \(limit) characters")
    }
    if let fault = TextFault.first(in: text.unicodeScalars, allowing: .emoji) {
      throw .invalid(field, fault.description)
    }
    guard text.isEmpty || text.unicodeScalars.contains(where: TextFault.isVisible) else {
      throw .invalid(field, "must have at least one visible character")
    }
    return text
  }

  private static func isASCIILetter(_ byte: UInt8) -> Bool {
    (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
  }
}

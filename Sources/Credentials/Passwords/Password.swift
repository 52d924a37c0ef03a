/// A password as it is compared and hashed: UTF-8 in Unicode's normal form C (RFC 8265, section 4.2), so that
/// devices that encode accents differently come to the same password. Nothing is trimmed, mapped or cut.
package struct Password: Sendable, CustomStringConvertible {
  package let bytes: [UInt8]

  package init(_ text: String) {
    bytes = Array(NormalizedText.canonical(text).utf8)
  }

  var codePoints: Int { text.unicodeScalars.count }

  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Never the password: it must not get into a log.
  package var description: String { "Password" }
}

import Foundation
import IDN

/// An e-mail address: `local@domain` as in RFC 5321 and RFC 6531, without quoted strings and address
/// literals, which people do not use.
package struct EmailAddress: Sendable, Hashable {
  /// As written.
  package let local: String
  package let domain: DomainName

  /// - Returns: nil if this is not an address.
  package init?(_ text: String) {
    // Invisible characters are refused here: UTS #46 would silently remove them from the domain.
    guard let (local, domain) = Self.parts(text), Self.isLocalPart(local),
      domain.unicodeScalars.allSatisfy({ !$0.properties.isDefaultIgnorableCodePoint || $0.isJoiner }),
      let domain = DomainName(domain)
    else { return nil }
    self.local = String(local)
    self.domain = domain
  }

  /// The number of bytes of the address in SMTP, with its domain in A-labels.
  package var bytes: Int { local.utf8.count + 1 + domain.ascii.utf8.count }

  /// The form in which addresses are compared: the local part folded, the domain in A-labels. Two spellings
  /// of one address have the same key, however the domain is written.
  ///
  /// - Parameter text: need not be an address; other text is only folded.
  package static func key(_ text: String) -> String {
    guard let (local, domain) = international(text) else { return TextKey.fold(text) }
    return "\(TextKey.fold(String(local)))@\(domain.ascii)"
  }

  /// The text to search an address by: its key and, if different, a line with the address in Unicode.
  package static func searchText(_ text: String) -> String {
    guard let (local, domain) = international(text) else { return TextKey.fold(text) }
    let folded = TextKey.fold(String(local))
    return "\(folded)@\(domain.ascii)\n\(folded)@\(TextKey.fold(domain.unicode))"
  }

  /// The parts of an address whose domain has an ASCII and a Unicode form.
  private static func international(_ text: String) -> (local: Substring, domain: DomainName)? {
    guard let (local, domain) = parts(text), DomainName.isInternational(domain),
      let name = DomainName(domain)
    else { return nil }
    return (local, name)
  }

  /// The parts before and after the only @.
  private static func parts(_ text: String) -> (local: Substring, domain: Substring)? {
    let sign = UInt8(ascii: "@")
    guard let at = text.utf8.firstIndex(of: sign) else { return nil }
    let domain = text[text.utf8.index(after: at)...]
    return domain.utf8.contains(sign) ? nil : (text[..<at], domain)
  }

  /// RFC 5321 `Dot-string`, widened by RFC 6531: at most 64 bytes, no empty part between dots.
  private static func isLocalPart(_ text: Substring) -> Bool {
    (1...64).contains(text.utf8.count)
      && text.unicodeScalars.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { atom in
        !atom.isEmpty && atom.allSatisfy(isAtomText)
          && TextFault.first(in: atom, allowing: .joinersOfScripts) == nil
      }
  }

  /// ASCII: as in RFC 5321. Other characters: letters, marks and digits, as IDNA allows in a domain and
  /// PRECIS in a user name (RFC 8264, IdentifierClass). Symbols, other spaces and compatibility forms such as
  /// full-width letters only imitate other characters.
  private static func isAtomText(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.isASCII else { return (isLetter(scalar) && !isCompatibilityForm(scalar)) || scalar.isJoiner }
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9": return true
    default: return "!#$%&'*+-/=?^_`{|}~".unicodeScalars.contains(scalar)
    }
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    let properties = scalar.properties
    guard !properties.isDefaultIgnorableCodePoint else { return false }
    switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .nonspacingMark, .spacingMark, .decimalNumber:
      return true
    default: return false
    }
  }

  private static func isCompatibilityForm(_ scalar: Unicode.Scalar) -> Bool {
    let text = String(Character(scalar))
    return !text.precomposedStringWithCompatibilityMapping.unicodeScalars.elementsEqual(
      text.precomposedStringWithCanonicalMapping.unicodeScalars
    )
  }
}

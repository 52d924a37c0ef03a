import CIDN2

/// A domain name as in IDNA2008 (RFC 5890 to 5894), with UTS #46's nontransitional mapping: `München.de` and
/// `xn--mnchen-3ya.de` are the same name, `faß.de` and `fass.de` are different.
package struct DomainName: Sendable, Hashable {
  /// RFC 1035, section 2.3.4, without the two bytes that the DNS wire format adds.
  package static let maxBytes = 253
  package static let maxLabelBytes = 63

  /// The name in A-labels, lower case: the form for DNS, mail servers and comparison.
  package let ascii: String

  /// - Returns: nil if this is not a host name in either form.
  package init?(_ text: String) { self.init(text[...]) }

  /// - Returns: nil if this is not a host name in either form.
  package init?(_ text: Substring) {
    if !Self.isInternational(text) {
      ascii = text.lowercased()
    } else if let name = Self.lookup(String(text)), Self.isHostName(Self.unicode(name)) {
      ascii = name
    } else {
      return nil
    }
    guard Self.isHostName(ascii), ascii.utf8.count <= Self.maxBytes,
      ascii.utf8.split(separator: UInt8(ascii: ".")).allSatisfy({ $0.count <= Self.maxLabelBytes })
    else { return nil }
  }

  /// The name in U-labels, for people.
  package var unicode: String { Self.isInternational(ascii[...]) ? Self.unicode(ascii) : ascii }

  /// Whether a name has an internationalised label, in either form.
  package static func isInternational(_ text: Substring) -> Bool {
    var label = 0
    var prefix: UInt32 = 0
    for byte in text.utf8 {
      if byte >= 0x80 { return true }
      if byte == UInt8(ascii: ".") {
        label = 0
        prefix = 0
        continue
      }
      label += 1
      // The first four bytes of the label, in lower case: xn--.
      if label <= 4 { prefix = prefix << 8 | UInt32((0x41...0x5a).contains(byte) ? byte | 0x20 : byte) }
      if label == 4 && prefix == 0x786e_2d2d { return true }
    }
    return false
  }

  /// Letters, digits and hyphens, with no hyphen at either end of a label; IDNA checks the rest. libidn2
  /// accepts other ASCII, and characters that UTS #46 maps to it: `℀.com` becomes `a/c.com`.
  private static func isHostName(_ text: String) -> Bool {
    text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { label in
      !label.isEmpty && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
        && label.allSatisfy { byte in
          switch byte {
          case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x80...: true
          default: false
          }
        }
    }
  }

  /// libidn2's look-up, which also verifies A-labels.
  ///
  /// Without IDN2_USE_STD3_ASCII_RULES, which would remove other ASCII from the name instead of refusing it.
  private static func lookup(_ text: String) -> String? {
    var name: UnsafeMutablePointer<UInt8>?
    let flags = Int32(IDN2_NFC_INPUT.rawValue | IDN2_NONTRANSITIONAL.rawValue)
    guard idn2_lookup_u8(text, &name, flags) == IDN2_OK.rawValue, let name else { return nil }
    defer { idn2_free(name) }
    return String(cString: name)
  }

  private static func unicode(_ ascii: String) -> String {
    var name: UnsafeMutablePointer<CChar>?
    guard idn2_to_unicode_8z8z(ascii, &name, 0) == IDN2_OK.rawValue, let name else { return ascii }
    defer { idn2_free(name) }
    return String(cString: name)
  }
}

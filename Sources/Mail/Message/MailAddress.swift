import IDN

/// An address with its display name.
package struct MailAddress: Sendable, Hashable {
  /// `local@domain` (RFC 5321), with the domain in A-labels, which every mail server accepts. The local part
  /// may be non-ASCII (RFC 6531); a server without SMTPUTF8 refuses it.
  package let address: String
  /// Empty for none.
  package let name: String

  /// - Throws: `permanent` if either could end its header field or its SMTP command.
  package init(_ address: String, name: String = "") throws(MailError) {
    let parts = address.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }) else {
      throw MailError(.permanent, "\"\(address)\" is no e-mail address")
    }
    let isSafe = address.unicodeScalars.allSatisfy { scalar in
      !HeaderText.isControl(scalar) && !scalar.properties.isWhitespace
        && !"<>()[],;:\\\"".unicodeScalars.contains(scalar)
    }
    guard isSafe else {
      throw MailError(.permanent, "an e-mail address has a character that must not be in one")
    }
    guard let domain = DomainName(parts[1]) else {
      throw MailError(.permanent, "\"\(parts[1])\" is no domain name")
    }
    self.address = "\(parts[0])@\(domain.ascii)"
    self.name = try HeaderText.checked(name, "name")
  }

  package var domain: Substring { address.split(separator: "@")[1] }
}

import RPC

// The rules for the links in mails.
extension TextRules {
  /// The placeholder for the token in a link.
  package static let tokenPlace = "{token}"

  /// A link without a token: an http or https URL.
  package static func link(_ text: String, _ field: String) throws(RPCError) -> String {
    guard isLink(text), !text.contains(tokenPlace) else {
      throw .invalid(field, "must be a URL such as https://example.com/, \(linkLength)")
    }
    return text
  }

  /// A link with the placeholder for a token somewhere after the host.
  package static func tokenLink(_ text: String, _ field: String) throws(RPCError) -> String {
    guard isLink(text), text.split(separator: tokenPlace, omittingEmptySubsequences: false).count == 2 else {
      throw .invalid(
        field,
        "must be a URL such as https://example.com/\(tokenPlace), with \(tokenPlace) once, \(linkLength)"
      )
    }
    return text
  }

  /// An origin (RFC 6454): an http or https URL without a path.
  package static func origin(_ text: String, _ field: String) throws(RPCError) -> String {
    let host = text.drop { $0 != "/" }.dropFirst(2)
    guard isLink(text), !host.contains(where: { "/?#".contains($0) }) else {
      throw .invalid(field, "must be an origin such as https://login.example.com")
    }
    return text
  }

  /// A domain in ASCII.
  package static func domain(_ text: String, _ field: String) throws(RPCError) -> String {
    let domain = #/(?:[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?/#
    guard text.utf8.count <= Limits.maxDomainBytes, text.wholeMatch(of: domain) != nil else {
      throw .invalid(field, "must be a domain in lower case, such as example.com")
    }
    return text
  }

  private static let linkLength = "of at most \(Limits.maxLinkBytes) bytes"

  /// A URL as in RFC 3986, without user information, which could make another host look like the product's.
  private static func isLink(_ text: String) -> Bool {
    let url =
      #/
      (?i:https?)://
      (?: [A-Za-z0-9.\-]+ | \[[0-9A-Fa-f:.]+\] ) (?: :[0-9]{1,5} )?
      (?: [/?\#] (?: [A-Za-z0-9\-._~:/?\#\[\]@!$&'()*+,;=] | %[0-9A-Fa-f]{2} | \{token\} )* )?
      /#
    return text.utf8.count <= Limits.maxLinkBytes && text.wholeMatch(of: url) != nil
  }
}

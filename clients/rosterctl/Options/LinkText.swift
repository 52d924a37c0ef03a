/// The text of a link from a mail: its token, the link, or the whole mail (RFC 5322).
enum LinkText {
  /// 32 random bytes in base64url, without any prefix.
  private static let shortestToken = 43

  /// The distinct tokens in a text: the text itself if it is one word, otherwise those in its links.
  static func tokens(in text: String) -> [String] {
    let words = text.split(whereSeparator: \.isWhitespace)
    if words.count == 1, !words[0].contains("://") {
      return words[0].utf8.allSatisfy(isTokenByte) ? [String(words[0])] : []
    }
    var tokens: [String] = []
    for link in links(in: decoded(text)) {
      for run in link.split(whereSeparator: { !isTokenByte($0) }) where run.count >= shortestToken {
        let token = String(decoding: run, as: UTF8.self)
        if !tokens.contains(token) { tokens.append(token) }
      }
    }
    return tokens
  }

  /// The http and https URLs in text or HTML.
  private static func links(in bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    bytes.split {
      $0 <= 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: ">")
    }
    .filter { $0.starts(with: "http://".utf8) || $0.starts(with: "https://".utf8) }
  }

  /// The bytes of a mail with its quoted-printable parts (RFC 2045, section 6.7) decoded. Other text is
  /// not changed.
  private static func decoded(_ text: String) -> [UInt8] {
    var result: [UInt8] = []
    var isQuoted = false
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      if line.lowercased().hasPrefix("content-transfer-encoding:") {
        isQuoted = line.lowercased().hasSuffix("quoted-printable")
      } else if isQuoted, line.last == "=" {
        // A soft line break: the next line goes on with this one.
        result += unquoted(line.dropLast())
      } else {
        result += (isQuoted ? unquoted(line) : Array(line.utf8)) + [UInt8(ascii: "\n")]
      }
    }
    return result
  }

  private static func unquoted(_ line: Substring) -> [UInt8] {
    var result: [UInt8] = []
    var rest = line.utf8
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "="),
        let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      {
        rest = rest.dropFirst(2)
        result.append(value)
      } else {
        result.append(byte)
      }
    }
    return result
  }

  private static func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}

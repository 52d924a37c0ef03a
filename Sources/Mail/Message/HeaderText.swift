import Foundation

/// Text in header fields: encoded by RFC 2047 where necessary, folded by RFC 5322.
enum HeaderText {
  /// Lines are folded at this length; with an encoded word they must not be longer (RFC 2047, section 2).
  private static let maxLineBytes = 76
  /// Text bytes of one encoded word: 52 in base64, 64 with its delimiters, so that it fits on one line with
  /// the name of any field used here.
  private static let maxEncodedWordBytes = 39

  /// The text, unless it has a control character, which could begin another field.
  static func checked(_ text: String, _ what: String) throws(MailError) -> String {
    guard !text.unicodeScalars.contains(where: isControl) else {
      throw MailError(.permanent, "the mail's \(what) has a control character")
    }
    return text
  }

  /// Control characters, including every kind of line break.
  static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }

  /// A header field with its line break.
  ///
  /// - Parameter words: the parts that must not be split; a space or a fold separates them.
  static func field(_ name: String, _ words: [String]) -> String {
    var result = "\(name):"
    var lineBytes = result.utf8.count
    for (index, word) in words.enumerated() {
      // The first word stays on the field's own line: a line of white space alone is forbidden.
      if index > 0 && lineBytes + 1 + word.utf8.count > maxLineBytes {
        result += "\r\n"
        lineBytes = 0
      }
      result += " \(word)"
      lineBytes += 1 + word.utf8.count
    }
    return result + "\r\n"
  }

  /// The words of an unstructured field such as Subject.
  static func words(ofText text: String) -> [String] {
    isPlain(text) ? text.split(separator: " ").map(String.init) : encodedWords(text)
  }

  /// The words of a mailbox: `"Ada Lovelace" <ada@example.com>`.
  static func words(of address: MailAddress) -> [String] {
    guard !address.name.isEmpty else { return [address.address] }
    let path = "<\(address.address)>"
    guard isPlain(address.name), address.name.utf8.count < maxEncodedWordBytes else {
      return encodedWords(address.name) + [path]
    }
    let quoted = address.name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    return ["\"\(quoted)\"", path]
  }

  /// Whether text is unchanged when written literally and folded at its spaces.
  private static func isPlain(_ text: String) -> Bool {
    text.utf8.allSatisfy { (0x20..<0x7f).contains($0) } && !text.contains("=?")
      && text.split(separator: " ", omittingEmptySubsequences: false)
        .allSatisfy { !$0.isEmpty && $0.utf8.count < maxLineBytes }
  }

  /// RFC 2047, "B" encoding. No character is split between two words (section 5).
  private static func encodedWords(_ text: String) -> [String] {
    var words: [String] = []
    var bytes: [UInt8] = []
    func end() {
      if !bytes.isEmpty { words.append("=?UTF-8?B?\(Data(bytes).base64EncodedString())?=") }
      bytes.removeAll()
    }
    for scalar in text.unicodeScalars {
      let encoded = UTF8.encode(scalar)!
      if bytes.count + encoded.count > maxEncodedWordBytes { end() }
      bytes.append(contentsOf: encoded)
    }
    end()
    return words
  }
}

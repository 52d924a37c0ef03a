/// A part's text in a readable transfer encoding: 7bit if SMTP allows it, otherwise quoted-printable (RFC
/// 2045, section 6.7).
struct BodyText {
  /// The value of Content-Transfer-Encoding.
  let encoding: String
  /// Every line ends in CRLF, including the last.
  let bytes: [UInt8]

  /// RFC 5321, section 4.5.3.1.6: 1000 with the line break.
  private static let maxPlainLineBytes = 998
  /// RFC 2045, section 6.7, rule 5.
  private static let maxQuotedLineBytes = 76

  /// - Parameter text: with lines that end in LF, CR LF or CR.
  init(_ text: String) {
    var lines = Self.lines(text)
    if lines.last?.isEmpty == true { lines.removeLast() }
    let isPlain = lines.allSatisfy { line in
      line.count <= Self.maxPlainLineBytes && line.allSatisfy { (0x20..<0x7f).contains($0) || $0 == 0x09 }
    }
    encoding = isPlain ? "7bit" : "quoted-printable"
    bytes =
      Array((isPlain ? lines : lines.map(Self.quoted)).joined(separator: Self.lineBreak)) + Self.lineBreak
  }

  private static let lineBreak: [UInt8] = [0x0d, 0x0a]

  private static func lines(_ text: String) -> [[UInt8]] {
    // CR LF is one Character, so each kind of line break splits once.
    text.split(omittingEmptySubsequences: false) { $0 == "\r\n" || $0 == "\n" || $0 == "\r" }
      .map { Array($0.utf8) }
  }

  private static func quoted(_ line: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var lineBytes = 0
    for (index, byte) in line.enumerated() {
      let isLast = index == line.count - 1
      // White space at the end of a line may be lost in transport.
      let isWhiteSpace = (byte == 0x20 || byte == 0x09) && !isLast
      let isLiteral = isWhiteSpace || ((0x21..<0x7f).contains(byte) && byte != UInt8(ascii: "="))
      let encoded = isLiteral ? [byte] : [UInt8(ascii: "="), hexadecimal(byte >> 4), hexadecimal(byte & 15)]
      // Room is kept for the "=" of a soft line break.
      if lineBytes + encoded.count > maxQuotedLineBytes - 1 {
        result += [UInt8(ascii: "=")] + lineBreak
        lineBytes = 0
      }
      result += encoded
      lineBytes += encoded.count
    }
    return result
  }

  /// In upper case, as RFC 2045 requires.
  private static func hexadecimal(_ digit: UInt8) -> UInt8 {
    digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "A") + digit - 10
  }
}

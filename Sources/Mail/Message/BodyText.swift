/// A part's text, in the transfer encoding that leaves it readable: as it is where SMTP allows that,
/// otherwise in quoted-printable (RFC 2045, section 6.7).
struct BodyText {
  /// For Content-Transfer-Encoding.
  let encoding: String
  /// Lines end in CRLF, the last one too.
  let bytes: [UInt8]

  /// RFC 5321, section 4.5.3.1.6: 1000 with the line break.
  private static let maxPlainLineBytes = 998
  /// RFC 2045, section 6.7, rule 5.
  private static let maxQuotedLineBytes = 76

  /// - Parameter text: its lines end in LF, CR LF or CR.
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
    // A Character can be CR LF, so this takes each kind of break as one.
    text.split(omittingEmptySubsequences: false) { $0 == "\r\n" || $0 == "\n" || $0 == "\r" }
      .map { Array($0.utf8) }
  }

  private static func quoted(_ line: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var lineBytes = 0
    for (index, byte) in line.enumerated() {
      let isLast = index == line.count - 1
      // White space at the end of a line would be lost on the way.
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

  /// In upper case, as RFC 2045 wants it.
  private static func hexadecimal(_ digit: UInt8) -> UInt8 {
    digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "A") + digit - 10
  }
}

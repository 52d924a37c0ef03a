extension JSON {
  /// Reads a text (RFC 8259). FoundationEssentials reports no line numbers, which users who edit a file by
  /// hand need.
  init(reading text: String) throws(JSONProblem) {
    var reader = JSONReader(text)
    self = try reader.document()
  }

  /// The value of an object's field; nil where there is none, or null.
  subscript(name: String) -> JSON? {
    guard case .object(let fields) = self, let field = fields.last(where: { $0.name == name }),
      field.value != .null
    else { return nil }
    return field.value
  }
}

private struct JSONReader {
  private static let maxDepth = 64

  private let bytes: [UInt8]
  private var index = 0

  init(_ text: String) {
    bytes = Array(text.utf8)
  }

  mutating func document() throws(JSONProblem) -> JSON {
    let value = try value(depth: 0)
    skipBlanks()
    guard index == bytes.count else { throw problem("unexpected text after the end of the value") }
    return value
  }

  private mutating func value(depth: Int) throws(JSONProblem) -> JSON {
    guard depth < Self.maxDepth else { throw problem("values are nested too deeply") }
    skipBlanks()
    switch peek {
    case UInt8(ascii: "{"): return .object(try fields(depth))
    case UInt8(ascii: "["): return .array(try elements(depth))
    case UInt8(ascii: "\""): return .string(try string())
    case nil: throw problem("expected a value before the end of the text")
    default: return try word()
    }
  }

  private mutating func fields(_ depth: Int) throws(JSONProblem) -> [JSON.Field] {
    var fields: [JSON.Field] = []
    try items(end: "}") { reader throws(JSONProblem) in
      guard reader.peek == UInt8(ascii: "\"") else { throw reader.problem("expected a name in quotes") }
      let name = try reader.string()
      reader.skipBlanks()
      guard reader.take(":") else { throw reader.problem("expected ':' after \"\(name)\"") }
      fields.append(JSON.Field(name: name, value: try reader.value(depth: depth + 1)))
    }
    return fields
  }

  private mutating func elements(_ depth: Int) throws(JSONProblem) -> [JSON] {
    var elements: [JSON] = []
    try items(end: "]") { reader throws(JSONProblem) in
      elements.append(try reader.value(depth: depth + 1))
    }
    return elements
  }

  /// Comma-separated items in brackets.
  private mutating func items(
    end: Unicode.Scalar,
    _ item: (inout JSONReader) throws(JSONProblem) -> Void
  ) throws(JSONProblem) {
    index += 1
    skipBlanks()
    if take(end) { return }
    while true {
      skipBlanks()
      try item(&self)
      skipBlanks()
      if take(end) { return }
      guard take(",") else { throw problem("expected ',' or '\(end)'") }
    }
  }

  /// `true`, `false`, `null` or a whole number.
  private mutating func word() throws(JSONProblem) -> JSON {
    let start = index
    while let byte = peek, !" \t\r\n,:{}[]\"".utf8.contains(byte) { index += 1 }
    let word = String(decoding: bytes[start..<index], as: UTF8.self)
    switch word {
    case "true": return true
    case "false": return false
    case "null": return .null
    default:
      guard let number = Int64(word), !word.hasPrefix("+") else {
        throw problem("'\(word.isEmpty ? String(UnicodeScalar(bytes[start])) : word)' is no value")
      }
      return .int(number)
    }
  }

  private mutating func string() throws(JSONProblem) -> String {
    index += 1
    var result: [UInt8] = []
    while let byte = peek {
      switch byte {
      case UInt8(ascii: "\""):
        index += 1
        return String(decoding: result, as: UTF8.self)
      case UInt8(ascii: "\\"):
        index += 1
        result += Array(String(try escape()).utf8)
      case 0..<0x20: throw problem("a text must end on the same line")
      default:
        result.append(byte)
        index += 1
      }
    }
    throw problem("a text has no end")
  }

  private mutating func escape() throws(JSONProblem) -> Unicode.Scalar {
    let escapes: [UInt8: Unicode.Scalar] = [
      UInt8(ascii: "\""): "\"", UInt8(ascii: "\\"): "\\", UInt8(ascii: "/"): "/", UInt8(ascii: "b"): "\u{8}",
      UInt8(ascii: "f"): "\u{C}", UInt8(ascii: "n"): "\n", UInt8(ascii: "r"): "\r", UInt8(ascii: "t"): "\t",
    ]
    if let byte = peek, let scalar = escapes[byte] {
      index += 1
      return scalar
    }
    guard var unit = codeUnit() else { throw problem("invalid escape in a text") }
    if 0xD800..<0xDC00 ~= unit, take("\\"), let low = codeUnit(), 0xDC00..<0xE000 ~= low {
      unit = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(unit) else { throw problem("invalid escape in a text") }
    return scalar
  }

  /// `u` and four hexadecimal digits.
  private mutating func codeUnit() -> UInt32? {
    guard take("u"), index + 4 <= bytes.count else { return nil }
    let digits = String(decoding: bytes[index..<index + 4], as: UTF8.self)
    index += 4
    return digits.hasPrefix("+") ? nil : UInt32(digits, radix: 16)
  }

  private var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard let byte = peek, UInt32(byte) == scalar.value else { return false }
    index += 1
    return true
  }

  private mutating func skipBlanks() {
    while let byte = peek, " \t\r\n".utf8.contains(byte) { index += 1 }
  }

  private func problem(_ text: String) -> JSONProblem {
    let line = bytes[..<index].count { $0 == UInt8(ascii: "\n") } + 1
    return JSONProblem(line: line, text: text)
  }
}

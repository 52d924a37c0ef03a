/// A value of CBOR (RFC 8949), of the kinds that WebAuthn uses.
enum CBOR: Sendable, Hashable {
  case unsigned(UInt64)
  /// -1 - n
  case negative(UInt64)
  case bytes([UInt8])
  case text(String)
  case array([CBOR])
  case map([CBOR: CBOR])
  case bool(Bool)
  case null

  /// An integer of either sign.
  var integer: Int? {
    switch self {
    case .unsigned(let value): Int(exactly: value)
    case .negative(let value): Int(exactly: value).map { -1 - $0 }
    default: nil
    }
  }

  subscript(_ key: String) -> CBOR? {
    if case .map(let entries) = self { entries[.text(key)] } else { nil }
  }

  subscript(_ key: Int) -> CBOR? {
    guard case .map(let entries) = self else { return nil }
    return entries[key < 0 ? .negative(UInt64(-1 - key)) : .unsigned(UInt64(key))]
  }
}

/// What is wrong with CBOR.
enum CBORError: Error, Sendable, Hashable {
  case truncated
  case trailingBytes
  case tooDeep
  /// An integer or length in more bytes than it needs.
  case notShortest
  case duplicateKey
  case notUTF8
  /// A tag, a float, an indefinite length, or a map's key that is neither an integer nor text.
  case unsupported
}

/// Reads CBOR as CTAP2's canonical form restricts it, except for the order of a map's keys.
///
/// The input is a stranger's: it nests no deeper than a limit, and no length is believed before that many
/// bytes are there, so what is allocated is bounded by the input.
struct CBORReader {
  private(set) var rest: ArraySlice<UInt8>

  init(_ bytes: some Collection<UInt8>) {
    rest = ArraySlice(bytes)
  }

  /// The one value that bytes consist of.
  static func read(_ bytes: some Collection<UInt8>) throws(CBORError) -> CBOR {
    var reader = CBORReader(bytes)
    let value = try reader.next()
    guard reader.rest.isEmpty else { throw .trailingBytes }
    return value
  }

  /// The next value; `rest` is what follows it.
  mutating func next() throws(CBORError) -> CBOR {
    try value(depth: 0)
  }

  private mutating func value(depth: Int) throws(CBORError) -> CBOR {
    guard let first = rest.popFirst() else { throw .truncated }
    // 7 is for simple values, where the number is not a length.
    if first >> 5 == 7 { return try Self.simple(first) }
    let number = try argument(first & 31)
    switch first >> 5 {
    case 0: return .unsigned(number)
    case 1: return .negative(number)
    case 2: return .bytes(Array(try take(number)))
    case 3:
      guard let text = String(validating: try take(number), as: UTF8.self) else { throw .notUTF8 }
      return .text(text)
    case 4: return .array(try array(number, depth))
    case 5: return .map(try map(number, depth))
    default: throw .unsupported
    }
  }

  private static func simple(_ first: UInt8) throws(CBORError) -> CBOR {
    switch first {
    case 0xf4: return .bool(false)
    case 0xf5: return .bool(true)
    case 0xf6: return .null
    default: throw .unsupported
    }
  }

  /// The number behind a first byte, in the fewest bytes that can have it.
  private mutating func argument(_ short: UInt8) throws(CBORError) -> UInt64 {
    switch short {
    case 0..<24: return UInt64(short)
    case 24...27:
      let bytes = 1 << (Int(short) - 24)
      let number = try take(UInt64(bytes)).reduce(0) { $0 << 8 | UInt64($1) }
      let least: UInt64 = bytes == 1 ? 24 : 1 << (UInt64(bytes) * 4)
      guard number >= least else { throw .notShortest }
      return number
    default: throw .unsupported
    }
  }

  private mutating func take(_ count: UInt64) throws(CBORError) -> ArraySlice<UInt8> {
    guard count <= UInt64(rest.count) else { throw .truncated }
    defer { rest = rest.dropFirst(Int(count)) }
    return rest.prefix(Int(count))
  }

  private mutating func array(_ count: UInt64, _ depth: Int) throws(CBORError) -> [CBOR] {
    guard depth < CredentialLimits.maxCBORDepth else { throw .tooDeep }
    // Each element has a byte at least.
    guard count <= UInt64(rest.count) else { throw .truncated }
    var elements: [CBOR] = []
    for _ in 0..<count { elements.append(try value(depth: depth + 1)) }
    return elements
  }

  private mutating func map(_ count: UInt64, _ depth: Int) throws(CBORError) -> [CBOR: CBOR] {
    guard depth < CredentialLimits.maxCBORDepth else { throw .tooDeep }
    guard count <= UInt64(rest.count) / 2 else { throw .truncated }
    var entries: [CBOR: CBOR] = [:]
    for _ in 0..<count {
      let key = try value(depth: depth + 1)
      switch key {
      case .unsigned, .negative, .text: break
      default: throw .unsupported
      }
      guard entries.updateValue(try value(depth: depth + 1), forKey: key) == nil else { throw .duplicateKey }
    }
    return entries
  }
}

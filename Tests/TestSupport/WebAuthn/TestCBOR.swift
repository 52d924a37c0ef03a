/// CBOR to be encoded: maps keep their order, and may have a key twice.
package indirect enum TestCBOR {
  case integer(Int)
  case bytes([UInt8])
  case text(String)
  case array([TestCBOR])
  case map([(TestCBOR, TestCBOR)])
  case bool(Bool)
  /// As it is.
  case raw([UInt8])

  package var encoded: [UInt8] {
    switch self {
    case .integer(let value): value < 0 ? Self.head(1, -1 - value) : Self.head(0, value)
    case .bytes(let bytes): Self.head(2, bytes.count) + bytes
    case .text(let text): Self.head(3, text.utf8.count) + Array(text.utf8)
    case .array(let elements): Self.head(4, elements.count) + elements.flatMap(\.encoded)
    case .map(let entries): Self.head(5, entries.count) + entries.flatMap { $0.encoded + $1.encoded }
    case .bool(let value): [value ? 0xf5 : 0xf4]
    case .raw(let bytes): bytes
    }
  }

  private static func head(_ major: UInt8, _ number: Int) -> [UInt8] {
    switch number {
    case ..<24: [major << 5 | UInt8(number)]
    case ..<0x100: [major << 5 | 24, UInt8(number)]
    case ..<0x1_0000: [major << 5 | 25, UInt8(number >> 8), UInt8(number & 0xff)]
    default: [major << 5 | 26] + withUnsafeBytes(of: UInt32(number).bigEndian) { Array($0) }
    }
  }
}

import TestSupport
import Testing

@testable import Credentials

@Suite("CBOR")
struct CBORTests {
  @Test(
    "is read as RFC 8949, appendix A, has it",
    arguments: [
      ("00", .unsigned(0)), ("17", .unsigned(23)), ("1818", .unsigned(24)), ("1903e8", .unsigned(1_000)),
      ("1a000f4240", .unsigned(1_000_000)), ("1b000000e8d4a51000", .unsigned(1_000_000_000_000)),
      ("1bffffffffffffffff", .unsigned(.max)), ("3bffffffffffffffff", .negative(.max)), ("20", .negative(0)),
      ("3863", .negative(99)), ("3903e7", .negative(999)), ("f4", .bool(false)), ("f5", .bool(true)),
      ("f6", .null),
      ("40", .bytes([])), ("4401020304", .bytes([1, 2, 3, 4])), ("60", .text("")),
      ("6449455446", .text("IETF")),
      ("62225c", .text("\"\\")), ("62c3bc", .text("ü")), ("64f0908591", .text("𐅑")), ("80", .array([])),
      ("83010203", .array([.unsigned(1), .unsigned(2), .unsigned(3)])),
      (
        "8301820203820405",
        .array([
          .unsigned(1), .array([.unsigned(2), .unsigned(3)]), .array([.unsigned(4), .unsigned(5)]),
        ])
      ),
      ("a0", .map([:])), ("a201020304", .map([.unsigned(1): .unsigned(2), .unsigned(3): .unsigned(4)])),
      (
        "a26161016162820203",
        .map([.text("a"): .unsigned(1), .text("b"): .array([.unsigned(2), .unsigned(3)])])
      ),
    ] as [(String, CBOR)]
  )
  func vectors(_ bytes: String, _ value: CBOR) throws {
    #expect(try CBORReader.read(hex(bytes)) == value)
  }

  @Test(
    "is refused if it is longer than needed, indefinite, tagged, a float, or has a key twice",
    arguments: [
      ("1800", .notShortest), ("1817", .notShortest), ("1900ff", .notShortest), ("1a0000ffff", .notShortest),
      ("1b00000000ffffffff", .notShortest), ("5800", .notShortest), ("780161", .notShortest),
      ("5f42010243030405ff", .unsupported), ("9fff", .unsupported), ("bfff", .unsupported),
      ("7fff", .unsupported),
      ("c074323031332d30332d32315432303a30343a30305a", .unsupported), ("f90000", .unsupported),
      ("fa47c35000", .unsupported), ("fb3ff199999999999a", .unsupported), ("f7", .unsupported),
      ("f0", .unsupported),
      ("ff", .unsupported), ("1c", .unsupported), ("1f", .unsupported), ("5c", .unsupported),
      ("a201020103", .duplicateKey), ("a2616101616102", .duplicateKey), ("a14001", .unsupported),
      ("a1f401", .unsupported), ("a18001", .unsupported), ("62c328", .notUTF8), ("61ff", .notUTF8),
      ("63eda080", .notUTF8), ("0000", .trailingBytes), ("a000", .trailingBytes), ("", .truncated),
    ] as [(String, CBORError)]
  )
  func refused(_ bytes: String, _ error: CBORError) {
    #expect(throws: error) { try CBORReader.read(hex(bytes)) }
  }

  @Test(
    "with a length that is not there is refused before anything is allocated for it",
    arguments: [
      "5bffffffffffffffff", "7bffffffffffffffff", "9bffffffffffffffff", "bbffffffffffffffff",
      "5b7fffffffffffffff",
      "9b7fffffffffffffff00", "bb7fffffffffffffff0000", "5affffffff", "9affffffff", "baffffffff", "8201",
      "a20102", "41", "18", "19ff",
    ]
  )
  func lengths(_ bytes: String) {
    #expect(throws: CBORError.truncated) { try CBORReader.read(hex(bytes)) }
  }

  @Test("nests four deep and no deeper, however deep it claims to be")
  func depth() throws {
    _ = try CBORReader.read(hex("8181818100"))
    _ = try CBORReader.read(hex("a101a101a101a10100"))
    #expect(throws: CBORError.tooDeep) { try CBORReader.read(hex("818181818100")) }
    #expect(throws: CBORError.tooDeep) { try CBORReader.read(hex("a101a101a101a101a10100")) }
    #expect(throws: CBORError.tooDeep) { try CBORReader.read([UInt8](repeating: 0x81, count: 1_000_000)) }
  }

  @Test("leaves what follows a value")
  func rest() throws {
    var reader = CBORReader(hex("830102030405"))
    #expect(try reader.next() == .array([.unsigned(1), .unsigned(2), .unsigned(3)]))
    #expect(Array(reader.rest) == [4, 5])
  }

  @Test("has integers of both signs, as far as Int goes")
  func integers() {
    #expect(CBOR.unsigned(7).integer == 7)
    #expect(CBOR.negative(6).integer == -7)
    #expect(CBOR.negative(UInt64(Int.max)).integer == Int.min)
    #expect(CBOR.unsigned(.max).integer == nil)
    #expect(CBOR.negative(.max).integer == nil)
    #expect(CBOR.text("7").integer == nil)
  }

  @Test(
    "of random bytes is an error, or a value whose only spelling they are",
    arguments: 0..<20 as Range<UInt64>
  )
  func random(_ seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    var values = 0
    for _ in 0..<2_000 {
      let count = Int.random(in: 0...40, using: &generator)
      var reader = CBORReader(generator.bytes(count))
      guard let value = try? reader.next() else { continue }
      values += 1
      #expect(Self.bytes(of: value) == count - reader.rest.count)
    }
    #expect(values > 100)
  }

  private static func bytes(of value: CBOR) -> Int {
    switch value {
    case .unsigned(let number), .negative(let number): head(number)
    case .bytes(let bytes): head(UInt64(bytes.count)) + bytes.count
    case .text(let text): head(UInt64(text.utf8.count)) + text.utf8.count
    case .array(let elements): elements.reduce(head(UInt64(elements.count))) { $0 + bytes(of: $1) }
    case .map(let entries):
      entries.reduce(head(UInt64(entries.count))) { $0 + bytes(of: $1.key) + bytes(of: $1.value) }
    case .bool, .null: 1
    }
  }

  private static func head(_ number: UInt64) -> Int {
    switch number {
    case ..<24: 1
    case ..<0x100: 2
    case ..<0x1_0000: 3
    case ..<0x1_0000_0000: 5
    default: 9
    }
  }
}

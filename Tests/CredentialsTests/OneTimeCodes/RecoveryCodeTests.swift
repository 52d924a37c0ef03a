import Credentials
import TestSupport
import Testing

@Suite("Recovery codes")
struct RecoveryCodeTests {
  private let codes: [RecoveryCode] = {
    var generator = SplitMix64(seed: 8)
    return RecoveryCode.makeSet(using: &generator)
  }()

  @Test("are ten, of four groups of four characters that do not look alike, all different")
  func format() throws {
    #expect(codes.count == 10)
    for code in codes {
      #expect(
        code.text.wholeMatch(of: /([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}/) != nil,
        "\(code.text)"
      )
    }
    #expect(Set(codes.map(\.text)).count == 10)
    #expect(Set((RecoveryCode.makeSet() + RecoveryCode.makeSet()).map(\.text)).count == 20)
    // Each character of the alphabet can come: 160 are drawn here, of 32.
    #expect(Set(codes.flatMap(\.text)).count > 30)
  }

  @Test("match as they are shown, and in any case, with spaces, other dashes or none")
  func typed() throws {
    for code in codes {
      let hash = RecoveryCodeHash(of: code)
      let plain = code.text.replacing("-", with: "")
      let spellings = [
        code.text, plain, code.text.lowercased(), code.text.replacing("-", with: " "), " \(plain) ",
        "--\(plain)--",
        plain.map(String.init).joined(separator: "-"),
        plain.replacing("0", with: "o").replacing("1", with: "l"),
        plain.replacing("0", with: "O").replacing("1", with: "I"),
      ]
      for spelling in spellings {
        #expect(hash.matches(try #require(RecoveryCode(typed: spelling), "\(spelling)")), "\(spelling)")
      }
    }
  }

  @Test(
    "are refused if they cannot be codes",
    arguments: [
      "", "-", "0000-0000-0000-000", "0000-0000-0000-00000", "0000-0000-0000-000U", "0000-0000-0000-000*",
      "0000_0000_0000_0000", "٠٠٠٠-0000-0000-0000", "ﬀ00-0000-0000-0000",
      String(repeating: "0", count: 100_000),
    ]
  )
  func malformed(_ text: String) {
    #expect(RecoveryCode(typed: text) == nil)
  }

  @Test("are stored with a salt, and found among the hashes of their user")
  func hashes() throws {
    var generator = SplitMix64(seed: 9)
    let hashes = codes.map { RecoveryCodeHash(of: $0, using: &generator) }
    for (index, code) in codes.enumerated() { #expect(RecoveryCodeHash.index(of: code, in: hashes) == index) }
    let other = try #require(RecoveryCode(typed: "0000-0000-0000-0000"))
    #expect(RecoveryCodeHash.index(of: other, in: hashes) == nil)
    #expect(RecoveryCodeHash.index(of: other, in: []) == nil)
    #expect(RecoveryCodeHash(of: codes[0]) != RecoveryCodeHash(of: codes[0]))
    #expect(RecoveryCodeHash(of: codes[0]).matches(codes[0]))
    #expect(!RecoveryCodeHash(of: codes[0]).matches(codes[1]))
  }

  @Test("have hashes of 48 bytes, and no others are read")
  func storedBytes() {
    let hash = RecoveryCodeHash(of: codes[0])
    #expect(hash.bytes.count == 48)
    #expect(RecoveryCodeHash(bytes: hash.bytes) == hash)
    #expect(RecoveryCodeHash(bytes: hash.bytes.dropLast()) == nil)
    #expect(RecoveryCodeHash(bytes: hash.bytes + [0]) == nil)
    #expect(RecoveryCodeHash(bytes: []) == nil)
  }

  @Test("are not printed")
  func description() {
    #expect("\(codes[0])" == "RecoveryCode")
  }
}

import Roster
import Testing

@Suite("Tokens")
struct OpaqueTokenTests {
  @Test(
    "a token is 256 random bits in base64url with a prefix, and unique",
    arguments: OpaqueToken.Kind.allCases
  )
  func generate(_ kind: OpaqueToken.Kind) {
    let tokens = (0..<100).map { _ in OpaqueToken.generate(kind).text }
    #expect(Set(tokens).count == 100)
    for token in tokens {
      #expect(token.hasPrefix(kind.rawValue))
      #expect(token.utf8.count == 46)
      #expect(OpaqueToken.kind(of: token.utf8) == kind)
    }
  }

  @Test("the SHA-256 of the token is stored, and not the token")
  func hash() {
    // The hash of the empty text, from FIPS 180-4's examples.
    let empty = TokenHash(of: [])
    #expect(empty.bytes.prefix(4) == [0xe3, 0xb0, 0xc4, 0x42])
    #expect(empty.bytes.count == 32)
    let token = OpaqueToken.generate(.apiKey)
    #expect(token.hash == TokenHash(of: token.text.utf8))
    #expect(token.hash == TokenHash(stored: token.hash.bytes))
    #expect(token.hash != OpaqueToken.generate(.apiKey).hash)
  }

  @Test(
    "text of another format is not a token",
    arguments: [
      "", "rk_", "rk_" + String(repeating: "a", count: 42), "rk_" + String(repeating: "a", count: 44),
      "rk-" + String(repeating: "a", count: 43), "RK_" + String(repeating: "a", count: 43),
      "rx_" + String(repeating: "a", count: 43),
      "rk_" + String(repeating: "a", count: 42) + "+", "rk_" + String(repeating: "a", count: 42) + "=",
      "rk_" + String(repeating: "a", count: 42) + " ", "rk_" + String(repeating: "a", count: 41) + "é",
    ]
  )
  func malformed(_ token: String) {
    #expect(OpaqueToken.kind(of: token.utf8) == nil)
  }
}

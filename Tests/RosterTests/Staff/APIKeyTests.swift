import Roster
import Testing

@Suite("API keys")
struct APIKeyTests {
  @Test("a key is 256 random bits in base64url with a prefix, and unique")
  func generate() {
    let keys = (0..<100).map { _ in APIKey.generate().token }
    #expect(Set(keys).count == 100)
    for key in keys {
      #expect(key.hasPrefix("rk_"))
      #expect(key.utf8.count == 46)
      #expect(APIKey.isWellFormed(Array(key.utf8)))
    }
  }

  @Test("the SHA-256 of the token is stored, and not the token")
  func hash() {
    // The hash of the empty text, from FIPS 180-4's examples.
    let empty = APIKey.Hash(token: [])
    #expect(empty.bytes.prefix(4) == [0xe3, 0xb0, 0xc4, 0x42])
    #expect(empty.bytes.count == 32)
    let key = APIKey.generate()
    #expect(key.hash == APIKey.Hash(token: Array(key.token.utf8)))
    #expect(key.hash == APIKey.Hash(bytes: key.hash.bytes))
    #expect(key.hash != APIKey.generate().hash)
  }

  @Test(
    "text of another format is not a key",
    arguments: [
      "", "rk_", "rk_" + String(repeating: "a", count: 42), "rk_" + String(repeating: "a", count: 44),
      "rk-" + String(repeating: "a", count: 43), "RK_" + String(repeating: "a", count: 43),
      "rk_" + String(repeating: "a", count: 42) + "+", "rk_" + String(repeating: "a", count: 42) + "=",
      "rk_" + String(repeating: "a", count: 42) + " ", "rk_" + String(repeating: "a", count: 41) + "é",
    ]
  )
  func malformed(_ token: String) {
    #expect(!APIKey.isWellFormed(Array(token.utf8)))
  }
}

import Credentials
import Testing

@Suite("base64url")
struct Base64URLTests {
  @Test(
    "is that of RFC 4648, section 10, with - and _ and without padding",
    arguments: [
      ("", ""), ("66", "Zg"), ("666f", "Zm8"), ("666f6f", "Zm9v"), ("666f6f62", "Zm9vYg"),
      ("666f6f6261", "Zm9vYmE"),
      ("666f6f626172", "Zm9vYmFy"), ("fb", "-w"), ("ff", "_w"), ("fffe", "__4"), ("fbefbe", "----"),
      ("ffffff", "____"),
    ]
  )
  func vectors(_ bytes: String, _ text: String) {
    #expect(Base64URL.encode(hex(bytes)) == text)
    #expect(Base64URL.decode(text) == hex(bytes))
  }

  @Test(
    "has one spelling for each value",
    arguments: [
      "Zg=", "Zg==", "Zh", "Z", "Zm9vYg==", "Zm9 v", "Zm9v\n", "+w", "/w", "-/", "Zm9vé", "=", "====",
      "Zm9v=", "\0",
    ]
  )
  func refused(_ text: String) {
    #expect(Base64URL.decode(text) == nil)
  }
}

import Foundation
import Testing

@testable import Roster

@Suite("Bytes as text for a URL")
struct Base64URLTests {
  @Test(
    "is base64url without padding",
    arguments: [
      ([], ""), ([0], "AA"), ([0, 0], "AAA"), ([0, 0, 0], "AAAA"), ([0xfb, 0xff, 0xfe], "-__-"),
    ] as [([UInt8], String)]
  )
  func both(_ bytes: [UInt8], _ text: String) {
    #expect(Base64URL.encode(bytes) == text)
    #expect(Base64URL.decode(text) == Data(bytes))
  }

  @Test("other text is refused", arguments: ["A", "A A", "ü", "AA.."])
  func refused(_ text: String) {
    #expect(Base64URL.decode(text) == nil)
  }
}

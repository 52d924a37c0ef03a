import Mail
import Testing

@Suite("Text for a log")
struct PrintableTextTests {
  @Test(
    "shows control characters, and leaves letters of any script alone",
    arguments: [
      ("a\nb\r\tc", #"a\u{a}b\u{d}\u{9}c"#), ("\u{1b}[31m", #"\u{1b}[31m"#), ("\u{9b}2J", #"\u{9b}2J"#),
      ("\u{202e}x\u{2066}", #"\u{202e}x\u{2066}"#), ("\u{2028}\u{2029}", #"\u{2028}\u{2029}"#),
      ("\u{feff}\u{200f}", #"\u{feff}\u{200f}"#), ("Zoë 日本 🪑", "Zoë 日本 🪑"), ("", ""),
    ]
  )
  func shown(text: String, expected: String) {
    #expect(text.printable() == expected)
  }

  @Test("is truncated at its limit, visibly")
  func bounded() {
    #expect("abcd".printable(maxCharacters: 4) == "abcd")
    #expect("abcde".printable(maxCharacters: 4) == "abcd…")
    #expect(MailError(.transient, String(repeating: "x", count: 5_000)).message.count == 1_025)
  }
}

import Testing

@testable import rosterctl

@Suite("Text in a terminal")
struct DisplayTextTests {
  @Test(
    "takes the columns it is shown in",
    arguments: [
      ("", 0), ("Ada", 3), ("Zoë", 3), ("Zoe\u{308}", 3), ("山田", 4), ("ｱﾀﾞ", 3), ("ＡＢ", 4), ("한국", 4),
      ("\u{1112}\u{1161}\u{11AB}", 2), ("👩‍👩‍👧", 2), ("👍🏽", 2), ("🇸🇪", 2), ("❤️", 2), ("⛨", 1),
      ("a\u{200B}b", 2), ("नमस्ते", 4),
    ]
  )
  func width(text: String, columns: Int) {
    #expect(text.displayWidth == columns)
  }

  @Test(
    "is shown, not obeyed",
    arguments: [
      ("\u{1B}[2J", "\\u{1b}[2J"), ("a\nb\tc\rd", "a\\nb\\tc\\rd"), ("\u{7F}", "\\u{7f}"),
      ("\u{9B}31m", "\\u{9b}31m"),
      ("\u{202E}gro.live", "\\u{202e}gro.live"), ("\u{2028}", "\\u{2028}"), ("\r\n", "\\r\\n"),
      ("Zoë 山田 👩‍👩‍👧", "Zoë 山田 👩‍👩‍👧"),
    ]
  )
  func displayable(text: String, shown: String) {
    #expect(text.displayable == shown)
  }
}

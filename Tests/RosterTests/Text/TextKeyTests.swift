import Roster
import Testing

@Suite("Text keys")
struct TextKeyTests {
  @Test(
    "texts that differ only in case or composition have the same key",
    arguments: [
      ["ADA", "ada", "Ada"],
      ["Zoë", "ZOË", "zoe\u{308}", "ZOE\u{308}"],
      ["ΓΙΏΡΓΟΣ", "γιώργος", "Γιώργοσ"],
      ["ПЁТР", "пётр", "пе\u{308}тр"],
      ["ＡＢＣ", "ａｂｃ"],
      ["\u{212b}", "å", "Å", "a\u{30a}"],
      ["각", "\u{1100}\u{1161}\u{11a8}"],
      ["\u{1e69}", "s\u{323}\u{307}", "s\u{307}\u{323}", "S\u{307}\u{323}"],
    ]
  )
  func same(_ texts: [String]) {
    for text in texts {
      // As bytes: String's == treats composed and decomposed text as equal.
      #expect(Array(TextKey.fold(text).utf8) == Array(TextKey.fold(texts[0]).utf8))
    }
  }

  @Test(
    "texts that differ otherwise have different keys",
    arguments: [
      ("zoe", "zoë"), ("a", "а"), ("i", "ı"), ("ss", "ß"), ("a b", "ab"), ("o", "0"), ("", " "), ("ﬁ", "fi"),
    ]
  )
  func different(_ one: String, _ other: String) {
    #expect(TextKey.fold(one) != TextKey.fold(other))
  }

  @Test(
    "the key of a key is the same key",
    arguments: ["İstanbul", "ΌΔΟΣ", "Ǆ", "\u{345}Α", "STRASSE", "ŐŰ", "Ⅷ", ""]
  )
  func idempotent(_ text: String) {
    let key = TextKey.fold(text)
    #expect(Array(TextKey.fold(key).utf8) == Array(key.utf8))
  }
}

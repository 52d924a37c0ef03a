import RPC
import Roster
import RosterProto
import Testing

/// A name, and whether it is valid.
struct NameCase: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let text: String
  let isTaken: Bool

  static func taken(_ what: String, _ text: String) -> NameCase {
    NameCase(testDescription: what, text: text, isTaken: true)
  }

  static func refused(_ what: String, _ text: String) -> NameCase {
    NameCase(testDescription: what, text: text, isTaken: false)
  }

  /// A scalar that the compiler does not accept in a literal.
  private static func scalar(_ value: UInt32) -> String { String(Character(Unicode.Scalar(value)!)) }

  static let all: [NameCase] = [
    .taken("Latin", "Zoë O’Brien-Núñez"), .taken("decomposed", "Zoe\u{308}"), .taken("Greek", "Γιώργος"),
    .taken("Cyrillic", "Пётр"), .taken("Armenian", "Արամ"), .taken("Hebrew, right to left", "דָּוִד"),
    .taken("Arabic", "عبد الله"), .taken("Persian", "فاطمه"), .taken("Chinese", "王小明"),
    .taken("Japanese", "佐藤\u{3000}花子"), .taken("Korean", "김민준"), .taken("Thai", "สมชาย"),
    .taken("Vietnamese", "Nguyễn"), .taken("Tamil", "கண்ணன்"), .taken("Amharic", "አበበ"),
    .taken("mixed directions", "Dr. דָּוִד Cohen"), .taken("a digit", "7"), .taken("an emoji", "Ada 😀"),

    .taken("Persian with ZWNJ", "می\u{200c}خواهم"), .taken("Persian, ZWNJ after a mark", "بَ\u{200c}ب"),
    .taken("Hindi with ZWJ after a virama", "क्\u{200d}ष"), .taken("Hindi with ZWNJ", "क्\u{200c}ष"),
    .taken("Sinhala", "ශ්\u{200d}රී"), .taken("Malayalam chillu", "അവന്\u{200d}"),
    .taken("Bengali ya after ra", "র\u{200d}\u{9cd}যাচেল"),
    .refused("ZWNJ between Latin letters", "a\u{200c}b"), .refused("ZWJ between them", "a\u{200d}b"),
    .refused("ZWNJ at an end", "می\u{200c}"), .refused("ZWNJ at the beginning", "\u{200c}می"),
    .refused("ZWNJ after a letter that joins nothing", "د\u{200c}ر"), .refused("ZWJ in Arabic", "م\u{200d}ي"),
    .refused("ZWJ in Hindi without a virama", "क\u{200d}ष"), .refused("two joiners", "م\u{200c}\u{200c}ي"),

    .taken("a family", "👩\u{200d}👩\u{200d}👧"), .taken("with a skin tone", "👩🏽\u{200d}💻"),
    .taken("a flag", "🏳\u{fe0f}\u{200d}🌈"), .taken("a heart as a picture", "Ada ❤\u{fe0f}"),
    .taken("a registered form of a character", "葛\u{e0100}城"),
    .taken("a Mongolian form", "\u{182d}\u{180b}"),
    .refused("a joiner after an emoji", "😀\u{200d}a"), .refused("and at the end", "😀\u{200d}"),
    .refused("a selector after a letter", "root\u{fe0f}"), .refused("after a digit", "1\u{fe0f}"),
    .refused("two selectors", "❤\u{fe0f}\u{fe0f}"), .refused("tags", "🏴\u{e0067}\u{e007f}"),

    .refused("ZWSP", "root\u{200b}"), .refused("soft hyphen", "ro\u{ad}ot"),
    .refused("word joiner", "root\u{2060}"), .refused("byte order mark", "\u{feff}root"),
    .refused("grapheme joiner", "root\u{34f}"), .refused("Hangul filler", "root\u{3164}"),
    .refused("half-width filler", "\u{ffa0}a"), .refused("Mongolian vowel separator", "a\u{180e}"),
    .refused("language tag", "a\u{e0001}"), .refused("tag letter", "a\u{e0041}"),
    .refused("musical control", "a\u{1d173}"), .refused("interlinear annotation", "a\u{fff9}"),
    .refused("Arabic number sign", "\u{600}1"),
    .refused("RLO", "\u{202e}toor"), .refused("LRO", "\u{202d}a"), .refused("LRE", "\u{202a}a"),
    .refused("PDF", "a\u{202c}"), .refused("RLI", "\u{2067}a"), .refused("PDI", "a\u{2069}"),
    .refused("LRM", "a\u{200e}"), .refused("RLM", "א\u{200f}"), .refused("ALM", "\u{61c}1"),
    .refused("NUL", "\u{0}"), .refused("tab", "a\tb"), .refused("line break", "a\nb"),
    .refused("escape", "\u{1b}[31m"), .refused("DEL", "\u{7f}"), .refused("NEL", "\u{85}"),
    .refused("line separator", "a\u{2028}b"), .refused("paragraph separator", "a\u{2029}b"),
    .refused("private use", "\u{e000}"), .refused("private plane", "\u{10fffd}"),
    .refused("noncharacter", scalar(0xfffe)), .refused("another", scalar(0xfdd0)),
    .refused("unassigned", "\u{378}"),

    .refused("only a space", " "), .refused("only other spaces", "\u{a0}\u{2003}\u{3000}"),
    .refused("only a mark", "\u{301}"), .refused("a mark first", "\u{301}a"),
    .refused("marks after a space", " \u{301}"), .refused("an empty Braille cell", "\u{2800}"),
  ]
}

@Suite("Visible text")
struct VisibleTextTests {
  /// The message that refuses a text; nil if it is accepted unchanged.
  private func refusal(_ text: String, _ rule: (String, String) throws(RPCError) -> String) -> String? {
    do {
      let kept = try rule(text, "field")
      #expect(kept.utf8.elementsEqual(text.utf8))
      return nil
    } catch {
      #expect(error.reason == .invalidField)
      #expect(error.fieldViolations.map(\.field) == ["field"])
      return error.message
    }
  }

  @Test(
    "names, labels and questions may use any script, but no invisible characters",
    arguments: NameCase.all
  )
  func names(_ row: NameCase) {
    #expect((refusal(row.text, TextRules.name) == nil) == row.isTaken)
    #expect((refusal(row.text, TextRules.requiredName) == nil) == row.isTaken)
    #expect((refusal(row.text, TextRules.securityQuestion) == nil) == row.isTaken)
  }

  @Test("a note may have several lines, and may be blank")
  func notes() {
    #expect(refusal("a\nb", TextRules.note) == nil)
    #expect(refusal(" \n ", TextRules.note) == nil)
    #expect(refusal("a\u{2028}b", TextRules.note) != nil)
    #expect(refusal("a\u{202e}b", TextRules.note) != nil)
  }

  @Test("a refusal names the character")
  func messages() {
    #expect(
      refusal("root\u{200b}", TextRules.name) == "field must not contain the invisible character U+200B."
    )
    #expect(refusal("\u{e0041}", TextRules.name) == "field must not contain the invisible character U+E0041.")
    #expect(
      refusal("\u{e000}", TextRules.name)
        == "field must not contain U+E000, which is not an assigned character."
    )
    #expect(
      refusal("a\u{200d}b", TextRules.name) == "field must not contain U+200D where no script uses it."
    )
    #expect(refusal("\u{301}a", TextRules.name) == "field must not begin with a combining mark.")
    #expect(refusal("  ", TextRules.name) == "field must have at least one visible character.")
    #expect(refusal("", TextRules.requiredName) == "field must not be empty.")
    #expect(refusal("a\tb", TextRules.name) == "field must not contain control characters.")
  }

  @Test(
    "a principal's name has only single U+0020 spaces, inside the name",
    arguments: [
      ("root", true), ("Night Shift 2", true), ("Éva", true), (" root", false), ("root ", false),
      ("a  b", false), ("a\u{a0}b", false), ("a\u{3000}b", false), ("root\u{2009}", false), ("", false),
    ]
  )
  func principalNames(_ text: String, _ isTaken: Bool) {
    #expect((refusal(text, TextRules.principalName) == nil) == isTaken)
  }
}

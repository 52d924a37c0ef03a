import RPC
import Roster
import RosterProto
import Testing

@Suite("Rules for text")
struct TextRulesTests {
  /// Expects a text to be accepted unchanged, or refused with the field's name.
  private func expect(
    _ text: String,
    _ isTaken: Bool,
    _ rule: (String, String) throws(RPCError) -> String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    do {
      let kept = try rule(text, "field")
      #expect(isTaken && Array(kept.utf8) == Array(text.utf8), sourceLocation: sourceLocation)
    } catch {
      #expect(!isTaken, "\(error)", sourceLocation: sourceLocation)
      #expect(error.reason == .invalidField, sourceLocation: sourceLocation)
      #expect(error.fieldViolations.map(\.field) == ["field"], sourceLocation: sourceLocation)
    }
  }

  private static let long = String(repeating: "d", count: 63)

  @Test(
    "an e-mail address is accepted",
    arguments: [
      "a@b", "ada@example.com", "Ada.Lovelace+tag@sub.example.co.uk", "o'brien@example.com",
      "a!#$%&'*+-/=?^_`{|}~@b",
      "1@2.3", "ünal@bücher.example", "用户@例子.广告", "a@xn--bcher-kva.example", "a-b_c@d-e.f",
      String(repeating: "l", count: 64) + "@b", "a@\(long).\(long)", email(bytes: 254),
    ]
  )
  func addresses(_ text: String) {
    expect(text, true, TextRules.email)
  }

  @Test(
    "an invalid e-mail address is refused",
    arguments: [
      "", " ", "ada", "@", "a@", "@b", "a@b@c", "a b@c", "a@b c", " a@b", "a@b ", "a@b\n", "a\u{0}@b",
      "a\u{7f}@b",
      ".a@b", "a.@b", "a..b@c", "a@.b", "a@b.", "a@b..c", "a@-b", "a@b-", "a@b.-c", "a@b_c", "\"a b\"@c",
      "a(b)@c",
      "a,b@c", "a;b@c", "<a@b>", "a@[127.0.0.1]", "a@b:25", "a\\@b", "a@b/c", "a\u{a0}b@c", "a\u{3000}@b",
      "a@b\u{2028}c", String(repeating: "l", count: 65) + "@b", "a@\(long)d", email(bytes: 255),
      String(repeating: "é", count: 33) + "@b",
    ]
  )
  func noAddresses(_ text: String) {
    expect(text, false, TextRules.email)
  }

  @Test(
    "a name has at most 128 code points, counted as Unicode does, and no control characters",
    arguments: [
      ("", true), (" ", false), ("Ada", true), (name(128), true), (name(129), false),
      (String(repeating: "e\u{301}", count: 64), true), (String(repeating: "e\u{301}", count: 65), false),
      (String(repeating: "😀", count: 128), true), (String(repeating: "👨‍👩‍👧", count: 26), false),
      ("a\tb", false), ("a\nb", false), ("a\r\nb", false), ("\u{0}", false), ("\u{1b}[31m", false),
      ("\u{7f}", false),
      ("\u{85}", false), ("\u{2028}", false), ("\u{2029}", false), ("می\u{200c}خواهم", true),
      ("\u{202e}a", false),
    ]
  )
  func names(_ text: String, _ isTaken: Bool) {
    expect(text, isTaken, TextRules.name)
  }

  @Test(
    "a required name is not blank",
    arguments: [
      ("A", true), (" A", true), ("", false), (" ", false), ("\u{a0}\u{2003}", false), ("\n", false),
      (name(129), false),
    ]
  )
  func requiredNames(_ text: String, _ isTaken: Bool) {
    expect(text, isTaken, TextRules.requiredName)
  }

  @Test(
    "a language is a well-formed BCP 47 tag",
    arguments: [
      ("", true), ("en", true), ("pt-BR", true), ("zh-Hant-TW", true), ("sr-Latn-RS", true),
      ("de-CH-1996", true),
      ("en-a-bbb-x-a-ccc", true), ("gsw", true), ("abcdefgh", true), ("de-DE-u-co-phonebk", true),
      ("abcdefgh-12345678-abcdefgh-12345678", true),
      ("e", false), ("abcdefghi", false), ("en-", false), ("-en", false), ("en--GB", false), ("en_GB", false),
      ("en GB", false), ("1n", false), ("en-abcdefghi", false), ("én", false), ("en-é", false),
      ("en.UTF-8", false),
      ("abcdefgh-12345678-abcdefgh-1234567-x", false), ("en\n", false),
    ]
  )
  func languages(_ text: String, _ isTaken: Bool) {
    expect(text, isTaken, TextRules.language)
  }

  @Test(
    "a search text has at most 254 bytes",
    arguments: [
      ("", true), ("%_*", true), (String(repeating: "é", count: 127), true),
      (String(repeating: "é", count: 128), false),
    ]
  )
  func queries(_ text: String, _ isTaken: Bool) {
    expect(text, isTaken, TextRules.query)
  }
}

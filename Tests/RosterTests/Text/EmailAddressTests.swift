import Roster
import Testing

@Suite("E-mail addresses")
struct EmailAddressTests {
  @Test(
    "that are the same have one key",
    arguments: [
      ["b@münchen.de", "b@xn--mnchen-3ya.de", "B@MÜNCHEN.DE", "b@mu\u{308}nchen.de", "b@XN--MNCHEN-3YA.DE"],
      ["Ünal@bücher.example", "u\u{308}nal@xn--bcher-kva.example"],
      ["ada@example.com", "ADA@Example.COM", "ada@ｅｘａｍｐｌｅ.com"],
      ["用户@例子.广告", "用户@例子。广告", "用户@xn--fsqu00a.xn--4rr70v"],
    ]
  )
  func same(_ texts: [String]) {
    for text in texts {
      #expect(EmailAddress.key(text) == EmailAddress.key(texts[0]))
      #expect(EmailAddress.key(EmailAddress.key(text)) == EmailAddress.key(text))
    }
    #expect(EmailAddress.key(texts[0]).utf8.drop { $0 != 0x40 }.allSatisfy { $0 < 0x80 })
  }

  @Test(
    "that differ have different keys",
    arguments: [("a@faß.de", "a@fass.de"), ("a@b.c", "a@b.d"), ("ä@b.c", "a@b.c")]
  )
  func different(_ one: String, _ other: String) {
    #expect(EmailAddress.key(one) != EmailAddress.key(other))
  }

  @Test(
    "have a key even if they are invalid",
    arguments: ["", "@", "a@b@c", "a@xn--a", "a@☕.us", "ÜBER", "a@ü_b"]
  )
  func none(_ text: String) {
    #expect(EmailAddress(text) == nil)
    #expect(EmailAddress.key(text) == TextKey.fold(text))
    #expect(EmailAddress.searchText(text) == TextKey.fold(text))
  }

  @Test("are found by both forms of their domain")
  func search() {
    #expect(EmailAddress.searchText("B@MÜNCHEN.de") == "b@xn--mnchen-3ya.de\nb@münchen.de")
    #expect(EmailAddress.searchText("b@xn--mnchen-3ya.de") == "b@xn--mnchen-3ya.de\nb@münchen.de")
    #expect(EmailAddress.searchText("Ada@Example.com") == "ada@example.com")
  }

  @Test(
    "of any script are accepted",
    arguments: [
      "用户@例子.广告", "अजय@डाटा.भारत", "квіточка@пошта.укр", "χρήστης@παράδειγμα.ελ",
      "Dörte@Sörensen.example.com",
      "二ノ宮@黒川.日本", "медведь@с-балалайкой.рф", "संपर्क@डाटामेल.भारत", "می\u{200c}خواهم@example.com",
      "ශ්\u{200d}රී@example.com", "a@نامه\u{200c}ای.com", "a@l·l.cat", "zoe\u{308}@example.com",
      "b@xn--mnchen-3ya.de", "a@例子。广告",
    ]
  )
  func taken(_ text: String) {
    #expect(EmailAddress(text) != nil)
  }

  @Test(
    "that imitate other characters or are invalid are refused",
    arguments: [
      "root\u{200b}@b.c", "a\u{ad}b@b.c", "\u{202e}a@b.c", "a\u{200e}@b.c", "a\u{2060}@b.c", "a\u{feff}@b.c",
      "a\u{e0041}@b.c", "a\u{fe0f}@b.c", "a\u{200d}b@b.c", "a\u{200c}b@b.c", "\u{301}a@b.c", "a.\u{301}@b.c",
      "ａ@b.c", "ﬁ@b.c", "①@b.c", "😀@b.c", "o’brien@b.c", "a\u{a0}b@c.d", "a\u{3000}@c.d", "\u{e000}@b.c",
      "\u{378}@b.c", "\u{3164}@b.c", "a\u{ff20}b.c",
      "a@b\u{200b}.c", "a@\u{ad}b.c", "a@\u{feff}b.c", "a@b\u{fe0f}.c", "a@b.c\u{2060}", "a@b\u{200d}c.d",
      "a@☕.us", "a@xn--53h.us", "a@xn--a", "a@ü_b.de", "a@℀.com", "a@-ü.de", "a@1אב.com", "a@\u{301}b.c",
    ]
  )
  func refused(_ text: String) {
    #expect(EmailAddress(text) == nil)
  }

  @Test("count their bytes as sent to a mail server")
  func bytes() {
    #expect(EmailAddress("ü@münchen.de")?.bytes == 2 + 1 + 17)
    #expect(EmailAddress("a@example.com")?.bytes == 13)
  }
}

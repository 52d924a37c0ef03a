import IDN
import Testing

@Suite("Domain names")
struct DomainNameTests {
  @Test(
    "in U-labels and in A-labels are the same, as IANA, RFC 3492 and UTS #46 publish them",
    arguments: [
      // IANA's test names for internationalised domains.
      ("例え.テスト", "xn--r8jz45g.xn--zckzah"),
      ("مثال.إختبار", "xn--mgbh0fb.xn--kgbechtv"),
      ("пример.испытание", "xn--e1afmkfd.xn--80akhbyknj4f"),
      ("실례.테스트", "xn--9n2bp8q.xn--9t4b11yi5a"),
      ("παράδειγμα.δοκιμή", "xn--hxajbheg2az3al.xn--jxalpdlp"),
      ("उदाहरण.परीक्षा", "xn--p1b6ci4b4b3a.xn--11b5bs3a9aj6g"),
      ("உதாரணம்.பரிட்சை", "xn--zkc6cc5bi7f6e.xn--hlcj6aya9esc7a"),
      // RFC 3492, section 7.1.
      ("他们为什么不说中文", "xn--ihqwcrb4cv8a8dqg056pqjye"),
      ("למההםפשוטלאמדבריםעברית", "xn--4dbcagdahymbxekheh6e0a7fei0b"),
      ("почемужеонинеговорятпорусски", "xn--b1abfaaepdrnnbgefbadotcwatmq2g4l"),
      // The deviation characters of UTS #46, with nontransitional processing.
      ("faß.de", "xn--fa-hia.de"),
      ("βόλος.com", "xn--nxasmm1c.com"),
      ("ශ්‍රී.com", "xn--10cl1a0b660p.com"),
      ("نامه‌ای.com", "xn--mgba3gch31f060k.com"),
      ("münchen.de", "xn--mnchen-3ya.de"),
    ]
  )
  func published(_ unicode: String, _ ascii: String) throws {
    let name = try #require(DomainName(unicode))
    #expect(name.ascii == ascii)
    #expect(name.unicode.unicodeScalars.elementsEqual(unicode.unicodeScalars))
    #expect(DomainName(ascii) == name)
    #expect(DomainName(ascii.uppercased()) == name)
  }

  @Test(
    "are the same whatever the case, composition, width or full stop",
    arguments: [
      ["münchen.de", "MÜNCHEN.DE", "mu\u{308}nchen.de", "MU\u{308}NCHEN.de", "XN--mnchen-3YA.de"],
      ["例子.广告", "例子。广告", "xn--fsqu00a.xn--4rr70v"],
      ["example.com", "EXAMPLE.com", "ｅｘａｍｐｌｅ.com", "example．com"],
    ]
  )
  func same(_ texts: [String]) throws {
    let first = try #require(DomainName(texts[0]))
    for text in texts { #expect(DomainName(text) == first, "\(text)") }
  }

  @Test("differ if letters differ", arguments: [("faß.de", "fass.de"), ("ı.tr", "i.tr")])
  func different(_ one: String, _ other: String) {
    #expect(DomainName(one) != DomainName(other))
  }

  @Test(
    "in ASCII are unchanged, but in lower case",
    arguments: ["b", "localhost", "a-b.example", "1.2", "r3---sn.example", "ab--cd.de"]
  )
  func ascii(_ text: String) {
    #expect(DomainName(text)?.ascii == text)
    #expect(DomainName(text.uppercased())?.ascii == text)
    #expect(DomainName(text)?.unicode == text)
  }

  @Test(
    "are refused if they are invalid",
    arguments: [
      "", ".", "a.", ".a", "a..b", "-a", "a-", "a_b", "a b", "a/b", "a:25", "[127.0.0.1]", "a@b",
      // A-labels that encode nothing, or no valid label.
      "xn--", "xn--a", "xn--0000h", "xn--53h.us", "xn--a b.de",
      // What IDNA2008 disallows.
      "☕.us", "I♥NY.de", "\u{e000}.de", "\u{378}.de", "\u{2800}.de", "\u{202e}abc.de", "a\u{200c}b.de",
      // Leading marks, hyphens at the ends, digits before right-to-left letters.
      "\u{308}a.de", "-ü.de", "ü-.de", "1אב.com",
      // Other ASCII beside letters, or from a mapping.
      "ü_b.de", "ü@.de", "ü/.de", "ü b.de", "ü..de", ".ü", "ü.", "℀.com", "mu\u{a8}nchen.de",
      String(repeating: "a", count: 64), String(repeating: "ü", count: 60),
      Array(repeating: String(repeating: "a", count: 63), count: 4).joined(separator: "."),
    ]
  )
  func refused(_ text: String) {
    #expect(DomainName(text) == nil)
  }
}

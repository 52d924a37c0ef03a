import Credentials
import TestSupport
import Testing

@Suite("The password policy")
struct PasswordPolicyTests {
  private let policy = PasswordPolicy()
  private let context = PasswordContext(
    productName: "Roster Portal",
    emailLocalPart: "a.lovelace+work",
    names: ["Ada", "Lovelace", "Ünsal-Őry", "Li"]
  )

  @Test(
    "accepts any characters between 8 and 256 code points",
    arguments: [
      "kjh3 9qz", "        x", "ᚠᛇᚻ᛫ᛒᛦᚦ᛫", "🐎🔋📎🖇🐎🔋📎🖇", "tab\tand\nnewline", "nul\0 in it", "पासवर्ड है",
      String(repeating: "ab", count: 128), String(repeating: "𝕩y", count: 128),
    ]
  )
  func accepted(_ text: String) throws {
    #expect(try policy.refusal(of: Password(text), context: context) == nil)
  }

  @Test("counts code points in normal form C")
  func length() throws {
    #expect(try policy.refusal(of: Password("")) == .tooShort(minCodePoints: 8))
    #expect(try policy.refusal(of: Password("kjh39qz")) == .tooShort(minCodePoints: 8))
    #expect(try policy.refusal(of: Password("🐎🔋📎🖇🐎🔋📎")) == .tooShort(minCodePoints: 8))
    // 14 code points as typed, 7 when composed.
    #expect(
      try policy.refusal(of: Password("a\u{308}e\u{301}i\u{308}o\u{302}u\u{300}n\u{303}c\u{327}"))
        == .tooShort(minCodePoints: 8)
    )
    let longest = String(repeating: "ab", count: 128)
    #expect(try policy.refusal(of: Password(longest + "c")) == .tooLong(maxCodePoints: 256))
    #expect(try policy.refusal(of: Password(String(repeating: "e\u{301}o", count: 128))) == nil)
  }

  @Test(
    "refuses common passwords in any case, and one character repeated",
    arguments: [
      "password", "PassWord", "12345678", "iloveyou", "!qaz2wsx", "zxcvbnm1", "ｐａｓｓｗｏｒｄ", "aaaaaaaa",
      "00000000",
      "🐎🐎🐎🐎🐎🐎🐎🐎", "AaAaAaAaA",
    ]
  )
  func common(_ text: String) throws {
    #expect(try policy.refusal(of: Password(text)) == .common)
  }

  @Test("refuses what a guesser knows of the user, in any case, from four characters on")
  func contextual() throws {
    let cases: [(String, String?)] = [
      ("my roster login", "roster"), ("xxROSTER PORTALxx", "roster portal"), ("portal4711", "portal"),
      ("Lovelace-1815", "lovelace"), ("l0velace-1815", nil), ("a.lovelace+work!", "a.lovelace+work"),
      ("hard work pays", "work"), ("u\u{308}NSAL 1234", "ünsal"), ("this is ada li", nil),
      ("őry őry őry", nil),
    ]
    for (text, word) in cases {
      let expected = word.map { PasswordPolicy.Refusal.containsContext(word: $0) }
      #expect(try policy.refusal(of: Password(text), context: context) == expected, "\(text)")
    }
    #expect(try policy.refusal(of: Password("my roster login")) == nil)
  }

  @Test("refuses a breached password, with how often it was seen")
  func breached() throws {
    let directory = TemporaryDirectory()
    let path = try directory.write(
      """
      0000000000000000000000000000000000000000:7
      D7B5B1FA0D6E1D34B5D9A7E7B0A5D6C3F2E1B0A9:1
      \(BreachedFile.sha1("correct horse battery")):42
      FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF:7

      """.split(separator: "\n").sorted().joined(separator: "\n"),
      to: "breached.txt"
    )
    let policy = PasswordPolicy(breached: try BreachedPasswords(path: path))
    #expect(try policy.refusal(of: Password("correct horse battery")) == .breached(times: 42))
    #expect(try policy.refusal(of: Password("correct horse batterz")) == nil)
    // Reasons that users can act on come first.
    #expect(try policy.refusal(of: Password("short")) == .tooShort(minCodePoints: 8))
  }

  @Test("throws if the file of breached passwords is damaged")
  func damagedFile() throws {
    let directory = TemporaryDirectory()
    let zeros = String(repeating: "0", count: 40)
    let ones = String(repeating: "F", count: 40)
    let path = try directory.write("\(zeros):1\nnonsense\n\(ones):1\n", to: "breached.txt")
    let policy = PasswordPolicy(breached: try BreachedPasswords(path: path))
    #expect(throws: BreachedPasswordsError.self) { try policy.refusal(of: Password("correct horse battery")) }
  }
}

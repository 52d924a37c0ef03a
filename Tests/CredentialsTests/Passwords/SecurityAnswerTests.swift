import Credentials
import Testing

@Suite("The answer to a security question")
struct SecurityAnswerTests {
  @Test(
    "is the same whatever its case, width, spaces and invisible characters",
    arguments: [
      [
        "Saint Étienne", " saint  étienne ", "SAINT\tE\u{301}TIENNE\n", "saint\u{a0}étienne",
        "sa\u{ad}int étienne",
      ],
      ["ＦＬＵＦＦＹ", "fluffy", "ﬂuﬀy", "Fluf\u{200b}fy"],
      ["ΟΔΟΣ", "οδος", "οδοσ"],
      ["①", "1"],
      ["Å", "\u{212b}", "a\u{30a}"],
    ]
  )
  func same(_ answers: [String]) throws {
    let first = try #require(SecurityAnswer.normalized(answers[0]))
    for answer in answers { #expect(SecurityAnswer.normalized(answer)?.bytes == first.bytes, "\(answer)") }
    let hash = try PasswordHash.make(first, .cheap)
    for answer in answers { #expect(try hash.matches(try #require(SecurityAnswer.normalized(answer)))) }
  }

  @Test(
    "differs if letters, digits or punctuation differ",
    arguments: [("a b", "ab"), ("rex", "rax"), ("o'hara", "ohara")]
  )
  func different(_ one: String, _ other: String) {
    #expect(SecurityAnswer.normalized(one)?.bytes != SecurityAnswer.normalized(other)?.bytes)
  }

  @Test("is none if nothing is left of it", arguments: ["", " ", "\t\n", "\u{200b}", "\u{ad} \u{2060}"])
  func empty(_ answer: String) {
    #expect(SecurityAnswer.normalized(answer) == nil)
  }
}

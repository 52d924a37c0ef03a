import CCommonPasswords
import Testing

@testable import Credentials

@Suite("The list of common passwords")
struct CommonPasswordsTests {
  private let words: [String] = {
    let list = UnsafeRawBufferPointer(start: common_passwords(), count: common_passwords_bytes())
    return String(decoding: list, as: UTF8.self).split(separator: "\n").map(String.init)
  }()

  @Test("is sorted, in lower case, and has at least 3,000 entries that are long enough to be chosen")
  func list() {
    #expect(words.count >= 3_000)
    #expect(words.allSatisfy { $0.utf8.count >= CredentialLimits.minPasswordCodePoints })
    #expect(words.allSatisfy { $0 == $0.lowercased() })
    #expect(zip(words, words.dropFirst()).allSatisfy { $0.utf8.lexicographicallyPrecedes($1.utf8) })
  }

  @Test("is found in whole, and nothing beside it")
  func lookUp() {
    let known = Set(words)
    // Every eleventh, and both ends.
    let sample =
      words.prefix(20) + words.suffix(20) + stride(from: 0, to: words.count, by: 11).map { words[$0] }
    #expect(sample.filter { !CommonPasswords.contains($0) } == [])
    let others = sample.flatMap { [String($0.dropLast()), $0 + "x"] }.filter { !known.contains($0) }
    #expect(others.filter(CommonPasswords.contains) == [])
    for other in ["", "\n", words[0] + "\n", "\u{1}" + words[0], "\u{0}", "~~~~~~~~~~", "ü"] {
      #expect(!CommonPasswords.contains(other))
    }
  }
}

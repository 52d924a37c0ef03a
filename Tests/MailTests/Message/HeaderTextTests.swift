import Foundation
import Testing

@testable import Mail

@Suite("Text in header fields")
struct HeaderTextTests {
  @Test(
    "encodes by RFC 2047 only what needs it",
    arguments: [
      ("Hello Ada", "Hello Ada"),
      ("Zoë", "=?UTF-8?B?Wm/Dqw==?="),
      ("日本", "=?UTF-8?B?5pel5pys?="),
      // The reader would decode it by mistake.
      ("=?UTF-8?B?Wm/Dqw==?=", "=?UTF-8?B?PT9VVEYtOD9CP1dtL0Rxdz09Pz0=?="),
      // Folding would lose a space.
      ("two  spaces", "=?UTF-8?B?dHdvICBzcGFjZXM=?="),
    ]
  )
  func subject(text: String, expected: String) throws {
    #expect(try MailMessage.sample(subject: text).field("Subject") == expected)
  }

  @Test(
    "writes names so that none of their characters is read as syntax",
    arguments: [
      ("Ada Lovelace", #""Ada Lovelace" <bob@example.net>"#),
      (#"Ada "Ace" \ Lovelace, Countess"#, #""Ada \"Ace\" \\ Lovelace, Countess" <bob@example.net>"#),
      ("eve@example.com", #""eve@example.com" <bob@example.net>"#),
      ("Zoë", "=?UTF-8?B?Wm/Dqw==?= <bob@example.net>"),
      ("", "bob@example.net"),
    ]
  )
  func names(name: String, expected: String) throws {
    #expect(try MailMessage.sample(toName: name).field("To") == expected)
  }

  @Test(
    "folds long fields without changing their value",
    arguments: [
      String(repeating: "word ", count: 60) + "end", String(repeating: "ü", count: 200),
      String(repeating: "👩‍👩‍👧 family ", count: 40), String(repeating: "x", count: 300),
      "a" + String(repeating: "é", count: 19),
    ]
  )
  func folding(text: String) throws {
    let message = try MailMessage.sample(toName: text, subject: text)
    #expect(message.headerLines.allSatisfy { $0.utf8.count <= 76 })
    #expect(message.headerLines.allSatisfy { line in line.contains { $0 != " " } })
    #expect(Self.decoded(try #require(message.field("Subject"))) == text)
    let name = try #require(message.field("To")).replacing(" <bob@example.net>", with: "")
    #expect(Self.decoded(name) == text)
  }

  /// Decodes RFC 2047's "B" encoding: each word is whole UTF-8, and white space between words is ignored.
  private static func decoded(_ text: String) -> String? {
    guard text.hasPrefix("=?UTF-8?B?") else { return text }
    var result = ""
    for word in text.split(separator: " ") {
      guard let data = Data(base64Encoded: String(word.dropFirst(10).dropLast(2))),
        let part = String(validating: data, as: UTF8.self)
      else { return nil }
      result += part
    }
    return result
  }
}

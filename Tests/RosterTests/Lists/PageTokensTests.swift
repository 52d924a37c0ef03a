import RPC
import RosterProto
import Testing

@testable import Roster

@Suite("Page tokens")
struct PageTokensTests {
  private let tokens = PageTokens(key: Array(0..<32))
  private let query = Array("query".utf8)

  private static let cursors = [
    Cursor(value: .integer(0), id: 1),
    Cursor(value: .integer(.max), id: .max),
    Cursor(value: .integer(.min), id: .min),
    Cursor(value: .integer(-1), id: -1),
    Cursor(value: .text(""), id: 1),
    Cursor(value: .text("zoë\nłukasz 李"), id: 7),
    Cursor(value: .text(String(repeating: "x", count: 1_000)), id: 7),
  ]

  @Test("a token reads back as the cursor it was made of", arguments: cursors)
  func roundTrip(_ cursor: Cursor) throws {
    let token = tokens.token(cursor, for: query)
    #expect(try tokens.cursor(token, for: query) == cursor)
    #expect(
      token.utf8.allSatisfy { $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "=") }
    )
  }

  @Test("an empty token requests the first page")
  func empty() throws {
    #expect(try tokens.cursor("", for: query) == nil)
  }

  private func expectRefused(_ token: String, of tokens: PageTokens? = nil, for query: [UInt8]? = nil) {
    let error = #expect(throws: RPCError.self) {
      try (tokens ?? self.tokens).cursor(token, for: query ?? self.query)
    }
    #expect(error?.reason == .invalidPageToken)
    #expect(error?.code == .invalidArgument)
  }

  @Test("a token is valid only for its own query and key", arguments: cursors)
  func binding(_ cursor: Cursor) {
    let token = tokens.token(cursor, for: query)
    expectRefused(token, for: [])
    expectRefused(token, for: query + [0])
    expectRefused(token, for: Array(query.dropLast()))
    expectRefused(token, of: PageTokens(key: Array(1..<33)))
  }

  @Test(
    "a token with any one character changed, removed or added is refused",
    arguments: [cursors[0], cursors[5]]
  )
  func forgery(_ cursor: Cursor) {
    let token = Array(tokens.token(cursor, for: query))
    for index in token.indices {
      var forged = token
      // The character's bit that is not padding.
      forged[index] = forged[index] == "g" ? "A" : "g"
      expectRefused(String(forged))
      expectRefused(String(token[..<index]) + (index == 0 ? "x" : ""))
    }
    expectRefused(String(token) + "A")
    expectRefused(String(token) + "AAAA")
  }

  @Test(
    "text that is not a token is refused",
    arguments: ["1", "====", "rk_x", "ü", " ", "AAAA", "\u{1}", "%20"]
  )
  func nonsense(_ token: String) {
    expectRefused(token)
    expectRefused(String(repeating: token, count: 100))
  }
}

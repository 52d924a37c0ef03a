import RPC
import Roster
import RosterProto
import Testing

@Suite("Searching users by text")
struct UserSearchTests {
  private let test = try! TestService()

  /// The ids of the users that match a text.
  private func search(_ query: String) async throws -> [Int64] {
    try await test.users.listUsers(ListUsersRequest(filter: UserFilter(query: query))).users.map(\.id)
  }

  @Test(
    "finds a text anywhere in the full name or the address, ignoring case",
    arguments: [
      ("ada", true), ("LOVELACE", true), ("da lov", true), ("a l", true), ("velac", true),
      ("Ada Lovelace", true),
      ("countess@example.com", true), ("@EXAMPLE", true), ("s@e", true),
      ("lovelace ada", false), ("adalovelace", false), ("lovelacecountess", false), ("adq", false),
      ("Ada Lovelace ", false), ("lovelace\ncountess", false), ("\n", false),
    ]
  )
  func substrings(_ query: String, _ isFound: Bool) async throws {
    let ada = try await test.makeUser("Ada", "Lovelace", email: "Countess@Example.com")
    #expect(try await search(query) == (isFound ? [ada.id] : []))
  }

  @Test("finds one and two letters as well")
  func short() async throws {
    let ada = try await test.makeUser("Ada", "Xu", email: "a@b")
    let bob = try await test.makeUser("Bob", "Yo", email: "c@d")
    #expect(try await search("x") == [ada.id])
    #expect(try await search("BO") == [bob.id])
    #expect(try await search("@") == [ada.id, bob.id])
    #expect(try await search("q") == [])
    #expect(try await search("") == [ada.id, bob.id])
  }

  @Test(
    "compares non-ASCII letters ignoring case and composition",
    arguments: [
      ("Zoë", "ZOË"), ("Zoë", "zoe\u{308}"), ("Zoe\u{308}", "zoë"), ("ŁUKASZ", "łukasz"), ("Σοφία", "ΣΟΦΊΑ"),
      ("Γιώργος", "ΓΙΏΡΓΟΣ"), ("ΓΙΏΡΓΟΣ", "γιώργος"), ("Іван", "іВАН"), ("李小龍", "小龍"), ("Çağrı", "çAĞRı"),
    ]
  )
  func unicode(_ name: String, _ query: String) async throws {
    let user = try await test.makeUser(name, email: "a@b")
    #expect(try await search(query) == [user.id])
  }

  @Test("does not confuse letters")
  func accents() async throws {
    try await test.makeUser("Zoë", email: "a@b")
    #expect(try await search("zoe") == [])
  }

  @Test(
    "treats the wildcards and quotes of SQL and of search engines literally",
    arguments: [
      "100%", "a_b", "a*b", "\"", "'", "' OR 1=1", "a\\b", "NEAR(", "col:x", "^abc", "-abc", "%", "_", "*",
      "(ab",
    ]
  )
  func wildcards(_ text: String) async throws {
    try await test.makeUser("Plain", "aXb abc NEAR col x 100", email: "plain@example.com")
    let user = try await test.makeUser("So \(text) it is", email: "b@c")
    #expect(try await search(text) == [user.id])
  }

  @Test("finds a user's current name and not the former one")
  func updates() async throws {
    let ada = try await test.makeUser("Ada", "Byron")
    _ = try await test.users.updateUser(UpdateUserRequest(user: User(id: ada.id, lastName: "Lovelace")))
    #expect(try await search("byron") == [])
    #expect(try await search("lovelace") == [ada.id])
    _ = try await test.users.deleteUser(DeleteUserRequest(userID: ada.id))
    #expect(try await search("lovelace") == [])
  }

  @Test("accepts a text of 254 bytes")
  func longest() async throws {
    let user = try await test.users.createUser(CreateUserRequest(email: email(bytes: 254)))
    #expect(try await search(user.email) == [user.id])
    #expect(try await search(String(repeating: "x", count: 254)) == [])
  }

  @Test("searches thousands of users, page by page, with the same result as a scan")
  func many() async throws {
    try test.execute(
      """
      WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 5000)
      INSERT INTO users (
        email, email_key, first_name, last_name, name_key, search_text, language, create_time, update_time
      ) SELECT 'u' || n || '@b', 'u' || n || '@b', '', '', '', char(10) || 'u' || n || '@b', '', 0, 0 FROM n
      """
    )
    var request = ListUsersRequest(filter: UserFilter(query: "23"), pageSize: 100)
    for query in ["23", "123", "u123", "99@b"] {
      request.filter?.query = query
      request.pageToken = ""
      var found: [Int64] = []
      repeat {
        let response = try await test.users.listUsers(request)
        found += response.users.map(\.id)
        request.pageToken = response.nextPageToken
      } while !request.pageToken.isEmpty
      #expect(found == (1...5_000).filter { "u\($0)@b".contains(query) })
    }
  }
}

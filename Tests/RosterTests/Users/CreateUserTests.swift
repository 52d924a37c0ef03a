import RPC
import Roster
import RosterProto
import Testing

@Suite("Creating users")
struct CreateUserTests {
  private let test = try! TestService()

  @Test("creates an active user with the given values and nothing else")
  func create() async throws {
    let user = try await test.users.createUser(
      CreateUserRequest(email: "Ada@Example.com", firstName: "Ada", lastName: "Lovelace", language: "en-GB")
    )
    let now = Timestamp(SettableClock.start)
    let expected = User(
      id: 1,
      email: "Ada@Example.com",
      firstName: "Ada",
      lastName: "Lovelace",
      language: "en-GB",
      state: .active,
      verification: .none,
      createTime: now,
      updateTime: now,
      revision: 1
    )
    #expect(user == expected)
    #expect(try await test.user(1) == expected)
    let accounts = try await test.users.listUserAccounts(ListUserAccountsRequest(userID: 1))
    #expect(accounts.accounts.isEmpty)
  }

  @Test("needs only an e-mail address")
  func minimal() async throws {
    let user = try await test.users.createUser(CreateUserRequest(email: "a@b"))
    #expect([user.firstName, user.lastName, user.language] == ["", "", ""])
  }

  @Test(
    "keeps names in every script as written",
    arguments: [
      "Зоя", "李小龍", "مريم", "O’Brien-Łukasz", "👩‍👩‍👧‍👦", "e\u{301}", "क्\u{200d}ष", " padded ",
    ]
  )
  func unicode(_ name: String) async throws {
    let user = try await test.users.createUser(
      CreateUserRequest(email: "a@example.com", firstName: name, lastName: name)
    )
    // As scalars: String's == treats composed and decomposed letters as equal.
    #expect(Array(user.firstName.unicodeScalars) == Array(name.unicodeScalars))
    #expect(Array(try await test.user(user.id).lastName.unicodeScalars) == Array(name.unicodeScalars))
  }

  @Test("accepts values of the maximum length")
  func bounds() async throws {
    let request = CreateUserRequest(
      email: email(bytes: 254),
      firstName: name(128),
      lastName: String(repeating: "𝔘", count: 128),
      language: "abcdefgh-12345678-abcdefgh-12345678"
    )
    let user = try await test.users.createUser(request)
    #expect(user.email == request.email)
    #expect(user.firstName == request.firstName)
    #expect(user.lastName == request.lastName)
    #expect(user.language == request.language)
  }

  @Test(
    "refuses invalid values, naming the field",
    arguments: [
      (CreateUserRequest(), "email"),
      (CreateUserRequest(email: "ada"), "email"),
      (CreateUserRequest(email: email(bytes: 255)), "email"),
      (CreateUserRequest(email: "a@b", firstName: name(129)), "first_name"),
      (CreateUserRequest(email: "a@b", firstName: "a\nb"), "first_name"),
      (CreateUserRequest(email: "a@b", lastName: name(129)), "last_name"),
      (CreateUserRequest(email: "a@b", lastName: "\u{7f}"), "last_name"),
      (CreateUserRequest(email: "a@b", language: "en_GB"), "language"),
      (CreateUserRequest(email: "a@b", language: "abcdefgh-12345678-abcdefgh-123456789"), "language"),
    ]
  )
  func refusals(_ request: CreateUserRequest, _ field: String) async throws {
    await expectRefusal(.invalidField, field: field) { try await test.users.createUser(request) }
    #expect(try test.integer("SELECT count(*) FROM users") == 0)
  }

  @Test("refuses an address that another user has, ignoring case")
  func taken() async throws {
    try await test.makeUser(email: "Ünal@Example.com")
    for email in ["Ünal@Example.com", "ÜNAL@EXAMPLE.COM", "u\u{308}nal@example.com"] {
      await expectRefusal(.emailTaken) { try await test.makeUser(email: email) }
    }
    #expect(try test.integer("SELECT count(*) FROM users") == 1)
  }

  @Test("refuses one of two concurrent callers that want the same address")
  func race() async throws {
    let outcomes = await withTaskGroup(of: String?.self) { group in
      for _ in 0..<20 {
        group.addTask { [test] in
          do {
            try await test.makeUser(email: "ada@example.com")
            return nil
          } catch {
            return (error as? RPCError)?.info?.reason
          }
        }
      }
      return await group.reduce(into: [String?]()) { $0.append($1) }
    }
    #expect(outcomes.count { $0 == nil } == 1)
    #expect(outcomes.count { $0 == "EMAIL_TAKEN" } == 19)
  }
}

import RPC
import Roster
import RosterProto
import Testing

@Suite("Getting users")
struct GetUserTests {
  private let test = try! TestService()

  @Test(
    "finds a user by id and by e-mail address, ignoring case",
    arguments: [
      "Ada@Example.com", "ada@example.com", "ADA@EXAMPLE.COM",
    ]
  )
  func get(_ email: String) async throws {
    let ada = try await test.makeUser("Ada", "Lovelace", email: "Ada@Example.com")
    #expect(try await test.user(ada.id) == ada)
    #expect(try await test.users.getUser(GetUserRequest(selector: .email(email))) == ada)
  }

  @Test("finds an address whatever the case and composition of non-ASCII letters")
  func getUnicode() async throws {
    let user = try await test.makeUser("Ünal", email: "ünal@bücher.example")
    for email in ["ÜNAL@BÜCHER.EXAMPLE", "u\u{308}nal@bu\u{308}cher.example"] {
      #expect(try await test.users.getUser(GetUserRequest(selector: .email(email))) == user)
    }
  }

  @Test("refuses a request that names no user")
  func refusals() async throws {
    await expectRefusal(.invalidField, field: "selector") { try await test.users.getUser(GetUserRequest()) }
    for id in [0, -1, Int64.min] {
      await expectRefusal(.invalidField, field: "user_id") { try await test.user(id) }
    }
    for email in ["", "ada", "ada@", "@example.com"] {
      await expectRefusal(.invalidField, field: "email") {
        try await test.users.getUser(GetUserRequest(selector: .email(email)))
      }
    }
  }

  @Test("the error names the id or address that was not found")
  func notFound() async throws {
    await expectRefusal(.userNotFound, ["user_id": "9223372036854775807"]) { try await test.user(.max) }
    await expectRefusal(.userNotFound, ["email": "Nobody@example.com"]) {
      try await test.users.getUser(GetUserRequest(selector: .email("Nobody@example.com")))
    }
  }

  @Test("returns a batch in the requested order, including repeats, and lists what is missing")
  func batch() async throws {
    let ada = try await test.makeUser("Ada")
    let bob = try await test.makeUser("Bob")
    let response = try await test.users.batchGetUsers(
      BatchGetUsersRequest(userIDs: [bob.id, 77, ada.id, bob.id, 55, 77])
    )
    #expect(response.users == [bob, ada, bob])
    #expect(response.missingUserIDs == [77, 55, 77])
  }

  @Test("accepts 1 to 1,000 ids, each 1 or more")
  func batchBounds() async throws {
    let ids = (1...1_000).map { Int64($0) }
    #expect(try await test.users.batchGetUsers(BatchGetUsersRequest(userIDs: ids)).missingUserIDs == ids)
    for (ids, field) in [
      ([], "user_ids"), (ids + [1], "user_ids"), ([1, 0], "user_ids[1]"), ([-5], "user_ids[0]"),
    ] {
      await expectRefusal(.invalidField, field: field) {
        try await test.users.batchGetUsers(BatchGetUsersRequest(userIDs: ids))
      }
    }
  }
}

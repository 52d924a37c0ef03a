import RPC
import Roster
import RosterProto
import Testing

@Suite("Updating users")
struct UpdateUserTests {
  private let test = try! TestService()

  private func ada() async throws -> User {
    try await test.users.createUser(
      CreateUserRequest(email: "ada@example.com", firstName: "Ada", lastName: "Lovelace", language: "en")
    )
  }

  private func update(_ user: User, _ paths: [String]? = nil, revision: Int64 = 0) async throws -> User {
    try await test.users.updateUser(
      UpdateUserRequest(
        user: user,
        updateMask: paths.map { FieldMask(paths: $0) },
        expectedRevision: revision
      )
    )
  }

  @Test(
    "writes the fields in the mask and no others",
    arguments: [
      ["email"], ["first_name"], ["last_name"], ["language"], ["first_name", "language"], ["email", "email"],
    ]
  )
  func mask(_ paths: [String]) async throws {
    let before = try await ada()
    test.clock.advance(seconds: 5)
    let change = User(id: before.id, email: "b@example.com", firstName: "B", lastName: "C", language: "de")
    let after = try await update(change, paths)
    var expected = before
    if paths.contains("email") { expected.email = "b@example.com" }
    if paths.contains("first_name") { expected.firstName = "B" }
    if paths.contains("last_name") { expected.lastName = "C" }
    if paths.contains("language") { expected.language = "de" }
    expected.revision = 2
    expected.updateTime = Timestamp(SettableClock.start + 5)
    #expect(after == expected)
    #expect(try await test.user(before.id) == expected)
  }

  @Test("writes the fields that are not empty if there is no mask")
  func absentMask() async throws {
    let before = try await ada()
    let after = try await update(User(id: before.id, firstName: "Augusta"))
    #expect(after.firstName == "Augusta")
    #expect([after.email, after.lastName, after.language] == ["ada@example.com", "Lovelace", "en"])
  }

  @Test("writes the four fields, including empty ones, for *")
  func star() async throws {
    let before = try await ada()
    let after = try await update(User(id: before.id, email: "b@example.com"), ["*"])
    #expect([after.email, after.firstName, after.lastName, after.language] == ["b@example.com", "", "", ""])
  }

  @Test("empties a field that is named and empty")
  func emptied() async throws {
    let before = try await ada()
    let after = try await update(User(id: before.id), ["last_name", "language"])
    #expect(
      [after.email, after.firstName, after.lastName, after.language] == ["ada@example.com", "Ada", "", ""]
    )
    await expectRefusal(.invalidField, field: "user.email") {
      try await update(User(id: before.id), ["email"])
    }
  }

  @Test(
    "refuses a mask that is empty or names a read-only field",
    arguments: [
      [],
      ["id"], ["revision"], ["state"], ["email", "email_verified"], ["user.email"], ["Email"], [""],
      ["*", "email"],
    ]
  )
  func unknownPath(_ paths: [String]) async throws {
    let before = try await ada()
    await expectRefusal(.invalidField, field: "update_mask") {
      try await update(User(id: before.id, firstName: "B"), paths)
    }
    #expect(try await test.user(before.id) == before)
  }

  @Test("keeps the revision and the time when nothing changes")
  func noChange() async throws {
    let before = try await ada()
    test.clock.advance(seconds: 5)
    #expect(try await update(before, ["*"]) == before)
    #expect(try await update(User(id: before.id)) == before)
  }

  @Test("ignores the request's values of fields that the server sets")
  func outputOnly() async throws {
    let before = try await ada()
    var change = before
    change.firstName = "Augusta"
    change.state = .locked
    change.twoFactorEnabled = true
    change.emailVerified = true
    change.verification = .verified
    change.revision = 99
    change.createTime = nil
    let after = try await update(change)
    var expected = before
    expected.firstName = "Augusta"
    expected.revision = 2
    #expect(after == expected)
  }

  @Test(
    "refuses invalid values of the fields in the mask, naming the field",
    arguments: [
      (User(email: "ada"), "email"),
      (User(firstName: name(129)), "first_name"),
      (User(lastName: "\t"), "last_name"),
      (User(language: "-"), "language"),
    ]
  )
  func refusals(_ change: User, _ field: String) async throws {
    let before = try await ada()
    var change = change
    change.id = before.id
    await expectRefusal(.invalidField, field: "user.\(field)") { try await update(change) }
    #expect(try await test.user(before.id) == before)
    let other = field == "language" ? "first_name" : "language"
    #expect(try await update(change, [other]).revision == 2)
  }

  @Test("refuses a value beyond its bound, even if the mask does not name it")
  func bounds() async throws {
    let change = User(id: try await ada().id, email: email(bytes: 255))
    await expectRefusal(.invalidField, field: "user.email") { try await update(change) }
    await expectRefusal(.invalidField, field: "user.email") { try await update(change, ["language"]) }
  }

  @Test("refuses a request without a user, an id below 1 and an unknown id")
  func noUser() async throws {
    await expectRefusal(.invalidField, field: "user") { try await test.users.updateUser(UpdateUserRequest()) }
    await expectRefusal(.invalidField, field: "user.id") { try await update(User(firstName: "B")) }
    await expectRefusal(.userNotFound, ["user_id": "7"]) { try await update(User(id: 7, firstName: "B")) }
  }

  @Test("counts a new address as unverified, but not the same one in another case")
  func emailVerified() async throws {
    let before = try await ada()
    try test.execute("UPDATE users SET email_verified = 1")
    let recased = try await update(User(id: before.id, email: "ADA@Example.com"))
    #expect(recased.email == "ADA@Example.com")
    #expect(recased.emailVerified)
    #expect(recased.revision == 2)
    let renamed = try await update(User(id: before.id, firstName: "Augusta"))
    #expect(renamed.emailVerified)
    let moved = try await update(User(id: before.id, email: "lovelace@example.com"))
    #expect(!moved.emailVerified)
    await expectRefusal(.userNotFound, ["email": "ada@example.com"]) {
      try await test.users.getUser(GetUserRequest(selector: .email("ada@example.com")))
    }
  }

  @Test("refuses an address that another user has, ignoring case")
  func taken() async throws {
    let before = try await ada()
    try await test.makeUser("Bob")
    await expectRefusal(.emailTaken) { try await update(User(id: before.id, email: "BOB@example.com")) }
    #expect(try await test.user(before.id) == before)
  }

  @Test("checks the expected revision: none, the right one, another, a negative one")
  func revision() async throws {
    let id = try await ada().id
    #expect(try await update(User(id: id, firstName: "B"), revision: 0).revision == 2)
    #expect(try await update(User(id: id, firstName: "C"), revision: 2).revision == 3)
    await expectRevisionMismatch(expected: 2, current: 3) {
      try await update(User(id: id, firstName: "D"), revision: 2)
    }
    await expectRevisionMismatch(expected: 4, current: 3) {
      try await update(User(id: id, firstName: "D"), revision: 4)
    }
    await expectRefusal(.invalidField, field: "expected_revision") {
      try await update(User(id: id, firstName: "D"), revision: -1)
    }
    #expect(try await test.user(id).firstName == "C")
  }

  @Test("accepts exactly one of many callers at each revision")
  func concurrency() async throws {
    let id = try await ada().id
    for revision in Int64(1)...5 {
      let wins = await withTaskGroup(of: Bool.self) { group in
        for caller in 0..<16 {
          group.addTask { [test] in
            let change = User(id: id, firstName: "\(revision)-\(caller)")
            let request = UpdateUserRequest(user: change, expectedRevision: revision)
            return (try? await test.users.updateUser(request)) != nil
          }
        }
        return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
      }
      #expect(wins == 1)
      #expect(try await test.user(id).revision == revision + 1)
    }
  }
}

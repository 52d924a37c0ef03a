import ProtobufC
import RPC
import Roster
import RosterProto
import SQL
import TestSupport
import Testing

@Suite("Changes that are safe to repeat")
struct RequestIDTests {
  private static let day: Int64 = 24 * 3_600

  private let test = try! TestService()

  private func create(_ email: String, id: String?, as token: String? = nil) async throws -> User {
    let request = CreateUserRequest(email: email)
    return try User(
      serializedBytes: try await test.call(UserServiceMethods.createUser, request, as: token, id: id)
    )
  }

  private func userCount() throws -> Int64? { try test.integer("SELECT count(*) FROM users") }

  private func expectReused<Reply>(
    _ id: String,
    sourceLocation: SourceLocation = #_sourceLocation,
    _ call: () async throws -> Reply
  ) async {
    await expectRefusal(.requestIDReused, ["request_id": id], sourceLocation: sourceLocation, call)
  }

  @Test(
    "a repeated change returns its first reply, and is not made again",
    arguments: MutationCase.all
  )
  func repeated(_ mutation: MutationCase) async throws {
    let call = try await mutation.prepare(test)
    let reply = try await test.call(mutation.method, call.request, id: "1")
    let events = try await test.allEvents()
    test.clock.advance(seconds: 1)
    #expect(try await test.call(mutation.method, call.request, id: "1") == reply)
    #expect(try await test.call(mutation.method, call.request, id: "1") == reply)
    #expect(try await test.allEvents() == events)
  }

  @Test("the reply shows the state at the time of the change")
  func asThen() async throws {
    let ada = try await create("ada@example.com", id: "1")
    _ = try await test.users.updateUser(UpdateUserRequest(user: User(id: ada.id, firstName: "Ada")))
    #expect(try await create("ada@example.com", id: "1") == ada)
    _ = try await test.users.deleteUser(DeleteUserRequest(userID: ada.id))
    #expect(try await create("ada@example.com", id: "1") == ada)
    #expect(try userCount() == 0)
  }

  @Test("many concurrent calls with one id have one effect and one reply")
  func atOnce() async throws {
    let replies = await withTaskGroup(of: User?.self) { group in
      for _ in 0..<50 { group.addTask { try? await create("ada@example.com", id: "1") } }
      return await group.reduce(into: [User?]()) { $0.append($1) }
    }
    #expect(replies.count == 50)
    #expect(Set(replies).count == 1)
    #expect(replies[0] != nil)
    #expect(try await test.allEvents().count == 1)
  }

  @Test("an id with another request, even of the same meaning, is refused")
  func otherRequest() async throws {
    let ada = try await create("ada@example.com", id: "1")
    await expectReused("1") { try await create("bob@example.com", id: "1") }
    let lock = LockUserRequest(userID: ada.id)
    try await test.call(UserServiceMethods.lockUser, lock, id: "2")
    // An explicit revision of 0: the same message in other bytes.
    var options = TestService.options(test.rootToken)
    options.metadata.append((key: "request-id", value: "2"))
    await expectReused("2") {
      try await test.channel.call(
        UserServiceMethods.lockUser,
        payload: try lock.serializedBytes() + [0x10, 0],
        options: options
      )
    }
    #expect(try await create("ada@example.com", id: "1") == ada, "the refusal has not taken its place")
  }

  @Test("an id with another method is refused, even if the request's bytes are the same")
  func otherMethod() async throws {
    let ada = try await test.makeUser("Ada")
    try await test.call(UserServiceMethods.lockUser, LockUserRequest(userID: ada.id), id: "1")
    await expectReused("1") {
      try await test.call(UserServiceMethods.unlockUser, UnlockUserRequest(userID: ada.id), id: "1")
    }
    #expect(try await test.user(ada.id).state == .locked)
  }

  @Test("callers' ids never collide, nor those of a principal and a user with the same number")
  func otherCaller() async throws {
    let portal = try test.makeToken(role: "portal")
    let ada = try await create("ada@example.com", id: "1")
    #expect(try await create("bob@example.com", id: "1", as: portal).id == ada.id + 1)
    // Principal 1 is root, user 1 Ada.
    let change = UpdateUserRequest(user: User(id: ada.id, firstName: "Ada"))
    let session = test.sessions.open(for: ada)
    try await test.call(UserServiceMethods.updateUser, change, as: session, id: "1")
    #expect(try await test.user(ada.id).firstName == "Ada")
  }

  @Test("an id is kept for 24 hours after the change, and can then be used again")
  func lifetime() async throws {
    let ada = try await create("ada@example.com", id: "1")
    test.clock.advance(seconds: Self.day - 1)
    #expect(try await create("ada@example.com", id: "1") == ada)
    await expectReused("1") { try await create("bob@example.com", id: "1") }
    test.clock.advance(seconds: 1)
    let bob = try await create("bob@example.com", id: "1")
    #expect(bob.id == ada.id + 1)
    #expect(try await create("bob@example.com", id: "1") == bob, "the new change has a day of its own")
  }

  @Test("an id stored while the clock was ahead is kept for one more day, and no longer")
  func clockSetBack() async throws {
    test.clock.advance(seconds: 365 * Self.day)
    let ada = try await create("ada@example.com", id: "1")
    test.clock.now = SettableClock.start
    #expect(try await create("ada@example.com", id: "1") == ada, "it is not made twice")
    _ = try await create("bob@example.com", id: "2")
    test.clock.advance(seconds: Self.day)
    _ = try await create("cyd@example.com", id: "1")
  }

  @Test("a refused call is not stored: the same id may be sent again, even with another request")
  func refused() async throws {
    let ada = try await test.makeUser("Ada")
    await expectRefusal(.emailTaken) { try await create("ada@example.com", id: "1") }
    await expectRefusal(.emailTaken) { try await create("ada@example.com", id: "1") }
    _ = try await test.users.deleteUser(DeleteUserRequest(userID: ada.id))
    #expect(try await create("ada@example.com", id: "1").id == ada.id + 1)
    await expectRefusal(.emailTaken) { try await create("ADA@example.com", id: "2") }
    #expect(try await create("bob@example.com", id: "2").id == ada.id + 2)
  }

  @Test("a preview is not stored")
  func preview() async throws {
    let acme = try await test.makeAccount(owner: test.makeUser("Ada"))
    let bob = try await test.makeUser("Bob")
    try await test.associate(bob, acme)
    var request = TransferOwnershipRequest(accountID: acme.id, newOwnerUserID: bob.id, validateOnly: true)
    try await test.call(AccountServiceMethods.transferOwnership, request, id: "1")
    request.validateOnly = false
    try await test.call(AccountServiceMethods.transferOwnership, request, id: "1")
    #expect(try await test.account(acme.id).ownerUserID == bob.id)
    request.validateOnly = true
    await expectReused("1") {
      try await test.call(AccountServiceMethods.transferOwnership, request, id: "1")
    }
  }

  @Test("a change that changes nothing is stored like any other")
  func unchanged() async throws {
    let ada = try await test.makeUser("Ada")
    let request = UpdateUserRequest(user: User(id: ada.id, firstName: "Ada"))
    let reply = try await test.call(UserServiceMethods.updateUser, request, id: "1")
    _ = try await test.users.updateUser(UpdateUserRequest(user: User(id: ada.id, firstName: "Eve")))
    #expect(try await test.call(UserServiceMethods.updateUser, request, id: "1") == reply)
    #expect(try await test.user(ada.id).firstName == "Eve")
  }

  @Test("authorization comes first: a repeat is refused to a principal who has lost the grant")
  func lostGrant() async throws {
    let portal = try test.makeToken(role: "portal")
    _ = try await create("ada@example.com", id: "1", as: portal)
    try test.changeRows {
      try $0.execute(script: "UPDATE principals SET role = 'service' WHERE name <> 'root'")
    }
    await expectRefusal(
      .grantMissing,
      ["grant": "users.create", "method": "roster.v1.UserService/CreateUser"]
    ) {
      try await create("ada@example.com", id: "1", as: portal)
    }
    try test.revoke(portal)
    await expectRefusal(.tokenRevoked) { try await create("ada@example.com", id: "1", as: portal) }
  }

  @Test("a repeat is refused to a user who has lost the right")
  func lostOwnership() async throws {
    let ada = try await test.makeUser("Ada")
    let bob = try await test.makeUser("Bob")
    let acme = try await test.makeAccount(owner: ada)
    try await test.associate(bob, acme)
    let session = test.sessions.open(for: ada)
    let change = Membership(accountID: acme.id, userID: bob.id, permissions: [.orders])
    let request = UpdateMembershipRequest(membership: change)
    try await test.call(AccountServiceMethods.updateMembership, request, as: session, id: "1")
    let transfer = TransferOwnershipRequest(accountID: acme.id, newOwnerUserID: bob.id)
    _ = try await test.accounts.transferOwnership(transfer)
    await expectRefusal(.ownerOnly, ["account_id": "\(acme.id)"]) {
      try await test.call(AccountServiceMethods.updateMembership, request, as: session, id: "1")
    }
  }

  @Test(
    "a malformed id refuses a change, but only after authorization",
    arguments: [
      "", " ", "a b", "a/b", "é", "a\0", "{1}", String(repeating: "a", count: 65),
    ]
  )
  func malformed(_ id: String) async throws {
    await expectRefusal(.invalidMetadata) { try await create("ada@example.com", id: id) }
    let service = try test.makeToken(role: "service")
    await expectRefusal(
      .grantMissing,
      ["grant": "users.create", "method": "roster.v1.UserService/CreateUser"]
    ) {
      try await create("ada@example.com", id: id, as: service)
    }
    #expect(try userCount() == 0)
  }

  @Test(
    "an id is 1 to 64 letters, digits and a few signs, and is case-sensitive",
    arguments: ["a", "0", "-_.:", "3F2504E0-4F89-41D3-9A0C-0305E82C3301", String(repeating: "z", count: 64)]
  )
  func wellFormed(_ id: String) async throws {
    let ada = try await create("ada@example.com", id: id)
    #expect(try await create("ada@example.com", id: id) == ada)
    let other = id == id.lowercased() ? id.uppercased() : id.lowercased()
    guard other != id else { return }
    await expectRefusal(.emailTaken) { try await create("ada@example.com", id: other) }
  }

  @Test("methods without side effects ignore an id, even a malformed one")
  func reads() async throws {
    let ada = try await create("ada@example.com", id: "1")
    let request = GetUserRequest(selector: .userID(ada.id))
    for id in ["1", "not an id"] {
      let bytes = try await test.call(UserServiceMethods.getUser, request, id: id)
      #expect(try User(serializedBytes: bytes) == ada)
      try await test.call(UserServiceMethods.listUsers, ListUsersRequest(), id: id)
    }
    #expect(try test.integer("SELECT count(*) FROM request_ids") == 1)
  }

  @Test("expired ids are deleted as new ones come, so that little more than a day's are kept")
  func pruning() async throws {
    func kept() throws -> Int64? { try test.integer("SELECT count(*) FROM request_ids") }
    for number in 0..<10 { _ = try await create("a\(number)@example.com", id: "a\(number)") }
    test.clock.advance(seconds: Self.day)
    // Each new one deletes two old ones: the work of a change stays bounded.
    for number in 1...10 {
      _ = try await create("b\(number)@example.com", id: "b\(number)")
      #expect(try kept() == Int64(max(10 - 2 * number, 0) + number))
    }
  }

  @Test("ids survive a restart")
  func restart() async throws {
    let directory = TemporaryDirectory()
    let request = CreateUserRequest(email: "ada@example.com")
    func reply() async throws -> [UInt8] {
      let test = try TestService(in: directory)
      defer { test.stop() }
      return try await test.call(UserServiceMethods.createUser, request, id: "1")
    }
    #expect(try await reply() == reply())
  }
}

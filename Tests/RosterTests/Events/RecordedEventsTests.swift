import ProtobufC
import RPC
import Roster
import RosterProto
import Testing

@Suite("Recorded changes")
struct RecordedEventsTests {
  private let test = try! TestService()

  @Test("every method that changes users, accounts, memberships or invitations is in the table")
  func complete() {
    let mutations = test.service.router.methods.filter { method in
      !method.hasNoSideEffects
        && ["UserService", "AccountService", "InvitationService"].contains { method.service.hasSuffix($0) }
    }
    // Their actors are users: InvitationAcceptanceTests, OwnershipOfferTests; the event of a reset mail
    // changes nothing.
    let elsewhere = [
      InvitationServiceMethods.acceptInvitation, AccountServiceMethods.offerOwnership,
      AccountServiceMethods.acceptOwnershipOffer, AccountServiceMethods.cancelOwnershipOffer,
      UserServiceMethods.sendPasswordReset,
    ]
    #expect(Set(mutations.map(\.name)) == Set((MutationCase.all.map(\.method) + elsewhere).map(\.name)))
  }

  @Test(
    "a change records an event for each thing it changes: who, when, from where, and the old and new values",
    arguments: MutationCase.all
  )
  func event(_ mutation: MutationCase) async throws {
    let call = try await mutation.prepare(test)
    let before = try await test.allEvents()
    try await test.call(mutation.method, call.request, id: "try:1")
    let events = try await test.allEvents()
    let first = MutationCase.Other(kind: mutation.kind, target: call.target, changes: call.changes)
    let expected = [first] + call.others
    try #require(events.count == before.count + expected.count)
    for (place, expected) in zip(before.count..., expected) {
      let event = events[place]
      #expect(event.id == Int64(place + 1))
      #expect(event.kind == expected.kind)
      #expect(event.target == expected.target)
      #expect(event.changes == expected.changes)
      #expect(event.accountID == call.account)
      #expect(event.actor == ProtoActor(kind: .staff, id: 1, name: "root"))
      #expect(event.broker == nil)
      #expect(event.sourceAddress == "in-process")
      #expect(event.requestID == "try:1")
      #expect(event.time == Timestamp(test.clock.now))
      #expect(event.previousHash == (place == 0 ? [] : events[place - 1].hash))
      #expect(event.hash.count == 32)
    }
  }

  @Test("a refused change records none", arguments: MutationCase.all)
  func refused(_ mutation: MutationCase) async throws {
    let call = try await mutation.prepare(test)
    let count = try await test.allEvents().count
    let service = try test.makeToken(role: "service")
    await #expect(throws: RPCError.self) { try await test.call(mutation.method, call.request, as: service) }
    await #expect(throws: RPCError.self) { try await test.call(mutation.method, Event(id: -1)) }
    #expect(try await test.allEvents().count == count)
  }

  @Test("a change at another revision, and one that fails half way, record none")
  func undone() async throws {
    let ada = try await test.makeUser("Ada")
    let change = UpdateUserRequest(user: User(id: ada.id, firstName: "Eve"), expectedRevision: 2)
    await expectRevisionMismatch(expected: 2, current: 1) { try await test.users.updateUser(change) }
    try test.execute(
      "CREATE TRIGGER no_memberships BEFORE INSERT ON memberships BEGIN SELECT RAISE(ABORT, 'no'); END"
    )
    await expectRefusal(.internal) { try await test.makeAccount(owner: ada) }
    #expect(try await test.allEvents().map(\.kind) == ["user.created"])
  }

  @Test("a change whose event cannot be written is not made")
  func together() async throws {
    let ada = try await test.makeUser("Ada")
    try test.execute("CREATE TRIGGER no_events BEFORE INSERT ON events BEGIN SELECT RAISE(ABORT, 'no'); END")
    await expectRefusal(.internal) { try await test.makeUser("Bob") }
    await expectRefusal(.internal) {
      try await test.users.updateUser(UpdateUserRequest(user: User(id: ada.id, firstName: "Eve")))
    }
    #expect(try test.integer("SELECT count(*) FROM users") == 1)
    #expect(try await test.user(ada.id) == ada)
  }

  @Test("a change that changes nothing records none")
  func unchanged() async throws {
    let ada = try await test.makeUser("Ada")
    let acme = try await test.makeAccount(owner: ada)
    let bob = try await test.makeUser("Bob")
    let membership = try await test.associate(bob, acme, [.orders])
    let order = RecordOrderRequest(userID: ada.id)
    try await test.call(UserServiceMethods.recordOrder, order)
    let count = try await test.allEvents().count
    let calls: [(MethodDescriptor, any Message)] = [
      (UserServiceMethods.updateUser, UpdateUserRequest(user: ada)),
      (UserServiceMethods.updateUser, UpdateUserRequest(user: User(id: ada.id))),
      (UserServiceMethods.recordOrder, order),
      (AccountServiceMethods.updateAccount, UpdateAccountRequest(account: acme)),
      (AccountServiceMethods.updateAccount, UpdateAccountRequest(account: Account(id: acme.id))),
      (AccountServiceMethods.updateMembership, UpdateMembershipRequest(membership: membership)),
    ]
    for (method, request) in calls { try await test.call(method, request) }
    #expect(try await test.allEvents().count == count)
  }

  @Test("a preview records none, and changes nothing")
  func previews() async throws {
    let acme = try await test.makeAccount(owner: test.makeUser("Ada"))
    let bob = try await test.makeUser("Bob")
    let membership = try await test.associate(bob, acme, [.orders])
    let count = try await test.allEvents().count
    let change = Membership(accountID: acme.id, userID: bob.id, permissions: [.invoices])
    let update = UpdateMembershipRequest(membership: change, validateOnly: true)
    #expect(try await test.accounts.updateMembership(update).permissions == [.invoices])
    let transfer = TransferOwnershipRequest(accountID: acme.id, newOwnerUserID: bob.id, validateOnly: true)
    #expect(try await test.accounts.transferOwnership(transfer).account?.ownerUserID == bob.id)
    #expect(try await test.allEvents().count == count)
    #expect(try await test.membership(bob, acme) == membership)
  }

  @Test("ids have no gaps after refusals, and many concurrent writers get one chain")
  func gapless() async throws {
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<100 {
        group.addTask { _ = try? await test.makeUser("U", email: "u\(number)@example.com") }
        group.addTask { _ = try? await test.makeUser("U", email: "taken@example.com") }
      }
    }
    #expect(try await test.allEvents().map(\.id) == Array(1...101))
    let report = try await test.events.verifyEvents(VerifyEventsRequest())
    #expect(report.fault == .unspecified)
    #expect(report.verifiedCount == 101)
  }

  @Test("a change by a user names the user, by name or else by address, and one by a service the service")
  func actors() async throws {
    let ada = try await test.makeUser("Ada", "Byron")
    let bob = try await test.makeUser("", email: "bob@example.com")
    for user in [ada, bob] {
      let change = UpdateUserRequest(user: User(id: user.id, language: "fr"))
      try await test.call(UserServiceMethods.updateUser, change, as: test.sessions.open(for: user))
    }
    let portal = try test.makeToken(role: "portal")
    try await test.call(UserServiceMethods.createUser, CreateUserRequest(email: "c@d"), as: portal)
    let actors = try await test.allEvents().suffix(3).map(\.actor)
    #expect(actors[0] == ProtoActor(kind: .user, id: ada.id, name: "Ada Byron"))
    #expect(actors[1] == ProtoActor(kind: .user, id: bob.id, name: "bob@example.com"))
    #expect(actors[2]?.kind == .service)
    #expect(actors[2]?.id == 2)
    #expect(actors[2]?.name.contains("portal") == true)
  }

  @Test(
    "the source is the peer's address without its port, or `unix`",
    arguments: [
      ("127.0.0.1:40312", "127.0.0.1"), ("[2001:db8::1]:7466", "2001:db8::1"), ("unix", "unix"),
    ]
  )
  func source(_ peer: String, _ address: String) async throws {
    let channel = InProcessChannel(
      router: test.service.router,
      workers: test.service.workers,
      peer: peer
    )
    let users = UserServiceClient(channel: channel, options: TestService.options(test.rootToken))
    _ = try await users.createUser(CreateUserRequest(email: "a@b"))
    #expect(try await test.allEvents().map(\.sourceAddress) == [address])
  }

  @Test("an event can be neither changed nor deleted")
  func appendOnly() async throws {
    try await test.makeUser("Ada")
    for sql in [
      "UPDATE events SET kind = 'user.deleted'", "UPDATE events SET id = 7", "DELETE FROM events",
      "INSERT OR REPLACE INTO events SELECT * FROM events",
    ] {
      #expect(throws: (any Error).self, "\(sql)") { try test.execute(sql) }
    }
    #expect(try await test.allEvents().count == 1)
    #expect(try await test.events.verifyEvents(VerifyEventsRequest()).verifiedCount == 1)
  }
}

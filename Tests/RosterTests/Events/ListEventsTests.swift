import RPC
import Roster
import RosterProto
import Testing

@Suite("Listing events")
struct ListEventsTests {
  private let test = try! TestService()

  /// Eight events, one second apart: users, an account with its owner, a member, a change by the user, a
  /// rename, a closure.
  private func makeHistory() async throws {
    let ada = try await test.makeUser("Ada")
    func tick() { test.clock.advance(seconds: 1) }
    tick()
    let bob = try await test.makeUser("Bob")
    tick()
    let acme = try await test.makeAccount(owner: ada)
    tick()
    try await test.associate(bob, acme)
    tick()
    let change = UpdateUserRequest(user: User(id: bob.id, firstName: "Rob"))
    try await test.call(UserServiceMethods.updateUser, change, as: test.sessions.open(for: bob), id: "r-1")
    tick()
    let rename = UpdateAccountRequest(account: Account(id: acme.id, name: "Ajax"))
    try await test.call(AccountServiceMethods.updateAccount, rename, id: "r-2")
    tick()
    let portal = try test.makeToken(role: "administrator")
    try await test.call(
      AccountServiceMethods.closeAccount,
      CloseAccountRequest(accountID: acme.id),
      as: portal
    )
  }

  private func ids(_ filter: EventFilter?, order: String = "") async throws -> [Int64] {
    let request = ListEventsRequest(filter: filter, orderBy: order)
    return try await test.events.listEvents(request).events.map(\.id)
  }

  private static func time(_ seconds: Int64) -> Timestamp { Timestamp(SettableClock.start + seconds) }

  @Test(
    "lists those that match the filter",
    arguments: [
      (nil, [1, 2, 3, 4, 5, 6, 7, 8]),
      (EventFilter(), [1, 2, 3, 4, 5, 6, 7, 8]),
      (EventFilter(actorKind: .staff), [1, 2, 3, 4, 5, 7]),
      (EventFilter(actorKind: .staff, actorID: 1), [1, 2, 3, 4, 5, 7]),
      (EventFilter(actorKind: .staff, actorID: 2), []),
      (EventFilter(actorKind: .service), [8]),
      (EventFilter(actorKind: .user, actorID: 2), [6]),
      (EventFilter(actorKind: .system), []),
      (EventFilter(targetKind: .user), [1, 2, 6]),
      (EventFilter(targetKind: .user, targetID: 2), [2, 6]),
      (EventFilter(targetKind: .membership, targetID: 2), [5]),
      (EventFilter(targetKind: .account), [3, 7, 8]),
      (EventFilter(accountID: 1), [3, 4, 5, 7, 8]),
      (EventFilter(accountID: 2), []),
      (EventFilter(kind: "user.updated"), [6]),
      (EventFilter(kind: "user.*"), [1, 2, 6]),
      (EventFilter(kind: "account.*"), [3, 7, 8]),
      (EventFilter(kind: "user"), []),
      (EventFilter(kind: "use.*"), []),
      (EventFilter(kind: "*"), []),
      (EventFilter(kind: "User.Updated"), []),
      (EventFilter(requestID: "r-1"), [6]),
      (EventFilter(requestID: "r"), []),
      (EventFilter(timeAfter: time(2)), [3, 4, 5, 6, 7, 8]),
      (EventFilter(timeBefore: time(2)), [1, 2]),
      (EventFilter(timeAfter: time(2), timeBefore: time(4)), [3, 4, 5]),
      (EventFilter(afterID: 5), [6, 7, 8]),
      (EventFilter(afterID: 99), []),
      (EventFilter(actorKind: .staff, accountID: 1, kind: "account.*", afterID: 3), [7]),
    ] as [(EventFilter?, [Int64])]
  )
  func filters(_ filter: EventFilter?, _ expected: [Int64]) async throws {
    try await makeHistory()
    #expect(try await ids(filter) == expected)
    #expect(try await ids(filter, order: "id") == expected)
    #expect(try await ids(filter, order: "id desc") == expected.reversed())
  }

  @Test(
    "pages give each event once, in both orders",
    arguments: ["id", "id desc"],
    [1, 2, 3, 8, 9] as [Int32]
  )
  func paging(_ order: String, _ size: Int32) async throws {
    try await makeHistory()
    for filter in [nil, EventFilter(accountID: 1), EventFilter(kind: "user.*")] {
      var listed: [Int64] = []
      var token = ""
      repeat {
        let request = ListEventsRequest(filter: filter, pageSize: size, pageToken: token, orderBy: order)
        let page = try await test.events.listEvents(request)
        #expect(page.events.count <= Int(size))
        listed += page.events.map(\.id)
        token = page.nextPageToken
      } while !token.isEmpty
      #expect(try await listed == ids(filter, order: order))
    }
  }

  @Test("reading on from the last page in ascending order misses no later event")
  func readingOn() async throws {
    try await makeHistory()
    let first = try await test.events.listEvents(ListEventsRequest(pageSize: 7))
    try await test.makeUser("Cleo")
    let rest = try await test.events.listEvents(
      ListEventsRequest(pageSize: 7, pageToken: first.nextPageToken)
    )
    #expect(rest.events.map(\.id) == [8, 9])
  }

  @Test("a page token belongs to its filter and order")
  func tokens() async throws {
    try await makeHistory()
    let token = try await test.events.listEvents(ListEventsRequest(pageSize: 1)).nextPageToken
    for request in [
      ListEventsRequest(filter: EventFilter(accountID: 1), pageToken: token),
      ListEventsRequest(pageToken: token, orderBy: "id desc"),
      ListEventsRequest(pageToken: "no token"),
    ] {
      await expectRefusal(.invalidPageToken) { try await test.events.listEvents(request) }
    }
  }

  @Test(
    "a filter out of bounds is refused",
    arguments: [
      (EventFilter(actorKind: ActorKind(rawValue: 9)), "filter.actor_kind"),
      (EventFilter(actorID: 1), "filter.actor_id"),
      (EventFilter(actorKind: .user, actorID: -1), "filter.actor_id"),
      (EventFilter(targetKind: TargetKind(rawValue: -1)), "filter.target_kind"),
      (EventFilter(targetID: 1), "filter.target_id"),
      (EventFilter(targetKind: .user, targetID: -1), "filter.target_id"),
      (EventFilter(accountID: -1), "filter.account_id"),
      (EventFilter(kind: String(repeating: "k", count: 65)), "filter.kind"),
      (EventFilter(requestID: String(repeating: "r", count: 65)), "filter.request_id"),
      (EventFilter(timeAfter: Timestamp(seconds: 0, nanos: -1)), "filter.time_after"),
      (EventFilter(timeBefore: Timestamp(seconds: .max)), "filter.time_before"),
      (EventFilter(afterID: -1), "filter.after_id"),
    ]
  )
  func refusals(_ filter: EventFilter, _ field: String) async throws {
    await expectRefusal(.invalidField, field: field) { try await ids(filter) }
  }

  @Test("an unknown order and a negative page size are refused")
  func bounds() async throws {
    await expectRefusal(.invalidField, field: "order_by") { try await ids(nil, order: "time") }
    await expectRefusal(.invalidField, field: "page_size") {
      try await test.events.listEvents(ListEventsRequest(pageSize: -1))
    }
  }
}

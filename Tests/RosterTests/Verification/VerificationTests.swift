import RPC
import Roster
import RosterProto
import Testing

/// A call that changes a verification.
enum VerificationStep: String, CaseIterable, Sendable {
  case initiate, submit, verify, fail, reset, wait

  /// The stages it leads to, by the current stage; in all others it is refused.
  static let transitions: [Verification: [VerificationStep: Verification]] = [
    .none: [.initiate: .requested, .wait: .none],
    .requested: [.submit: .submitted, .verify: .verified, .fail: .failed, .reset: .none, .wait: .expired],
    .submitted: [.verify: .verified, .fail: .failed, .reset: .none, .wait: .expired],
    .verified: [.reset: .none, .wait: .verified],
    .failed: [.initiate: .requested, .reset: .none, .wait: .failed],
    .expired: [.initiate: .requested, .reset: .none, .wait: .expired],
  ]

  /// How to reach a stage.
  static let ways: [(stage: Verification, steps: [VerificationStep])] = [
    (.none, []), (.none, [.initiate, .reset]), (.none, [.initiate, .wait, .reset]),
    (.requested, [.initiate]), (.requested, [.initiate, .fail, .initiate]),
    (.requested, [.initiate, .wait, .initiate]), (.submitted, [.initiate, .submit]),
    (.verified, [.initiate, .verify]), (.verified, [.initiate, .submit, .verify]),
    (.failed, [.initiate, .fail]), (.failed, [.initiate, .submit, .fail]),
    (.expired, [.initiate, .wait]), (.expired, [.initiate, .submit, .wait]),
  ]

  /// The kind of the event it records.
  var kind: String? {
    switch self {
    case .initiate: "user.verification_initiated"
    case .submit, .verify, .fail: "user.verification_recorded"
    case .reset: "user.verification_reset"
    case .wait: nil
    }
  }
}

@Suite("Verification")
struct VerificationTests {
  private let test = try! TestService()
  private static let lifetime: Int64 = 14 * 86_400

  private func get(_ id: Int64 = 1) async throws -> UserVerification {
    try await test.users.getVerification(GetVerificationRequest(userID: id))
  }

  private func initiate(_ id: Int64 = 1, expectedRevision: Int64 = 0) async throws -> UserVerification {
    let request = InitiateVerificationRequest(userID: id, expectedRevision: expectedRevision)
    return try await test.users.initiateVerification(request)
  }

  private func record(
    _ stage: Verification,
    _ note: String = "",
    _ id: Int64 = 1,
    expectedRevision: Int64 = 0
  ) async throws -> UserVerification {
    try await test.users.recordVerification(
      RecordVerificationRequest(userID: id, stage: stage, note: note, expectedRevision: expectedRevision)
    )
  }

  private func reset(_ id: Int64 = 1, expectedRevision: Int64 = 0) async throws -> UserVerification {
    let request = ResetVerificationRequest(userID: id, expectedRevision: expectedRevision)
    return try await test.users.resetVerification(request)
  }

  private func order(_ id: Int64 = 1, at time: Time? = nil) async throws -> UserVerification {
    try await test.users.recordOrder(RecordOrderRequest(userID: id, orderTime: time.map { Timestamp($0) }))
  }

  @discardableResult
  private func take(_ step: VerificationStep) async throws -> UserVerification {
    switch step {
    case .initiate: return try await initiate()
    case .submit: return try await record(.submitted)
    case .verify: return try await record(.verified)
    case .fail: return try await record(.failed)
    case .reset: return try await reset()
    case .wait:
      test.clock.advance(seconds: Self.lifetime)
      return try await get()
    }
  }

  /// The stage, which must be the same wherever the user is shown.
  private func stage() async throws -> Verification {
    let stage = try await get().stage
    #expect(try await test.user(1).verification == stage)
    let byEmail = try await test.users.getUser(GetUserRequest(selector: .email("ada@example.com")))
    #expect(byEmail.verification == stage)
    #expect(
      try await test.users.batchGetUsers(BatchGetUsersRequest(userIDs: [1])).users[0].verification == stage
    )
    for filter in Verification.named {
      let request = ListUsersRequest(filter: UserFilter(verification: filter))
      let users = try await test.users.listUsers(request).users
      #expect(users.map(\.verification) == (filter == stage ? [stage] : []), "listed as \(filter)")
    }
    return stage
  }

  @Test(
    "goes from each stage, however it was reached, only where the contract says",
    arguments: VerificationStep.ways.indices
  )
  func transitions(_ index: Int) async throws {
    let (start, way) = VerificationStep.ways[index]
    for step in VerificationStep.allCases {
      let test = VerificationTests()
      try await test.test.makeUser()
      _ = try await test.order()
      for step in way { try await test.take(step) }
      #expect(try await test.stage() == start)
      try await test.expect(step, from: start)
    }
  }

  private func expect(_ step: VerificationStep, from start: Verification) async throws {
    let before = try await get()
    let events = try test.integer("SELECT count(*) FROM events")!
    guard let end = VerificationStep.transitions[start]?[step] else {
      await expectRefusal(.verificationState, ["user_id": "1", "stage": start.name]) { try await take(step) }
      #expect(try await get() == before)
      #expect(try test.integer("SELECT count(*) FROM events") == events)
      return
    }
    let after = try await take(step)
    #expect(after.stage == end)
    #expect(try await stage() == end)
    #expect(try await get() == after)
    #expect(after.orderTime == before.orderTime)
    guard let kind = step.kind else {
      #expect(after.revision == before.revision, "the clock changes nothing")
      #expect(try test.integer("SELECT count(*) FROM events") == events)
      return
    }
    #expect(after.revision == before.revision + 1)
    let event = try #require(try await test.latestEvents(kind).first)
    #expect(event.id == events + 1)
    #expect(
      event.changes == [EventChange(field: "verification", before: start.name, after: end.name)]
    )
  }

  @Test("shows each user's current stage in a list of members, too")
  func members() async throws {
    let account = try await test.makeAccount(owner: try await test.makeUser())
    _ = try await order()
    _ = try await initiate()
    test.clock.advance(seconds: Self.lifetime)
    let members = try await test.accounts.listAccountUsers(ListAccountUsersRequest(accountID: account.id))
      .users
    #expect(members.map(\.user?.verification) == [.expired])
  }

  @Test("records the times and the note of staff, and clears them with a new start")
  func notes() async throws {
    try await test.makeUser()
    #expect(try await get() == UserVerification(userID: 1, stage: .none, revision: 1))
    let start = test.clock.now
    var expected = UserVerification(userID: 1, stage: .none, orderTime: Timestamp(start), revision: 2)
    #expect(try await order() == expected)

    test.clock.advance(seconds: 10)
    expected.stage = .requested
    expected.provider = "manual"
    expected.requestTime = Timestamp(start + 10)
    expected.expireTime = Timestamp(start + 10 + Self.lifetime)
    expected.revision = 3
    #expect(try await initiate() == expected)

    test.clock.advance(seconds: 10)
    expected.stage = .submitted
    expected.submitTime = Timestamp(start + 20)
    expected.note = "A passport.\nLooks fine."
    expected.revision = 4
    #expect(try await record(.submitted, "A passport.\nLooks fine.") == expected)

    test.clock.advance(seconds: 10)
    expected.stage = .failed
    expected.decideTime = Timestamp(start + 30)
    expected.expireTime = nil
    expected.note = ""
    expected.revision = 5
    #expect(try await record(.failed) == expected)

    test.clock.advance(seconds: 10)
    expected.stage = .requested
    expected.requestTime = Timestamp(start + 40)
    expected.expireTime = Timestamp(start + 40 + Self.lifetime)
    expected.submitTime = nil
    expected.decideTime = nil
    expected.revision = 6
    #expect(try await initiate() == expected)
    #expect(
      try await reset() == UserVerification(userID: 1, stage: .none, orderTime: Timestamp(start), revision: 7)
    )
  }

  @Test("expires exactly at its time, to the microsecond; submitting does not extend it")
  func end() async throws {
    try await test.makeUser()
    _ = try await order()
    let end = try await initiate().expireTime
    test.clock.advance(seconds: Self.lifetime - 1)
    #expect(try await record(.submitted).expireTime == end)
    test.clock.now = Time(microseconds: test.clock.now.microseconds + 999_999)
    #expect(try await stage() == .submitted)
    test.clock.now = Time(microseconds: test.clock.now.microseconds + 1)
    #expect(try await stage() == .expired)
    #expect(try await get().expireTime == end)
  }

  @Test("gets its lifetime from the settings when it is initiated, and keeps it")
  func lifetime() async throws {
    try await test.makeUser()
    _ = try await order()
    try await test.updateSettings("verification_lifetime") {
      $0.verificationLifetime = ProtoDuration(seconds: 3_600)
    }
    #expect(try await initiate().expireTime == Timestamp(test.clock.now + 3_600))
    try await test.updateSettings("verification_lifetime")
    test.clock.advance(seconds: 3_600)
    #expect(try await stage() == .expired)
  }

  @Test("is initiated only for users who have placed an order")
  func noOrder() async throws {
    try await test.makeUser()
    await expectRefusal(.userHasNoOrder, ["user_id": "1"]) { try await initiate() }
    await expectRefusal(.verificationState, ["user_id": "1", "stage": "none"]) { try await record(.verified) }
    await expectRefusal(.verificationState, ["user_id": "1", "stage": "none"]) { try await reset() }
  }

  @Test("refuses invalid fields, unknown users, and other revisions")
  func refusals() async throws {
    try await test.makeUser()
    _ = try await order()
    for id in [0, -1] as [Int64] {
      await expectRefusal(.invalidField, field: "user_id") { try await get(id) }
      await expectRefusal(.invalidField, field: "user_id") { try await initiate(id) }
      await expectRefusal(.invalidField, field: "user_id") { try await record(.failed, "", id) }
      await expectRefusal(.invalidField, field: "user_id") { try await reset(id) }
      await expectRefusal(.invalidField, field: "user_id") { try await order(id) }
    }
    await expectRefusal(.userNotFound, ["user_id": "7"]) { try await get(7) }
    await expectRefusal(.userNotFound, ["user_id": "7"]) { try await initiate(7) }
    await expectRefusal(.userNotFound, ["user_id": "7"]) { try await record(.failed, "", 7) }
    await expectRefusal(.userNotFound, ["user_id": "7"]) { try await reset(7) }
    await expectRefusal(.userNotFound, ["user_id": "7"]) { try await order(7) }
    await expectRevisionMismatch(expected: 3, current: 2) { try await initiate(expectedRevision: 3) }
    await expectRevisionMismatch(expected: 3, current: 2) { try await record(.failed, expectedRevision: 3) }
    await expectRevisionMismatch(expected: 3, current: 2) { try await reset(expectedRevision: 3) }
    for stage in [.unspecified, .none, .requested, .expired, Verification(rawValue: 7)] {
      await expectRefusal(.invalidField, field: "stage") { try await record(stage) }
    }
    _ = try await initiate()
    for note in [String(repeating: "é", count: 1_025), "a\u{7}"] {
      await expectRefusal(.invalidField, field: "note") { try await record(.submitted, note) }
    }
    let longest = String(repeating: "é", count: 1_024)
    #expect(try await record(.submitted, longest).note == longest)
  }

  @Test("shows the note of staff in its event")
  func noteInEvent() async throws {
    try await test.makeUser()
    _ = try await order()
    _ = try await initiate()
    _ = try await record(.failed, "A photocopy.")
    let event = try #require(try await test.latestEvents("user.verification_recorded").first)
    #expect(
      event.changes == [
        EventChange(field: "verification", before: "requested", after: "failed"),
        EventChange(field: "note", before: "", after: "A photocopy."),
      ]
    )
  }

  @Test("of several orders the latest counts, and changes the user as any event of a user does")
  func orders() async throws {
    var ada = try await test.makeUser()
    let (start, second) = (test.clock.now, Timestamp(test.clock.now + -60))
    #expect(try await order(at: start + -60).orderTime == second)
    #expect(try await order(at: start + -90).orderTime == second, "an earlier one changes nothing")
    #expect(try await order(at: start + -60).orderTime == second)
    #expect(try await test.latestEvents("user.order_recorded").count == 1)
    test.clock.advance(seconds: 10)
    let latest = try await order()
    #expect(latest.orderTime == Timestamp(start + 10))
    #expect(try await test.lastEventID() == latest.revision)
    await expectRefusal(.invalidField, field: "order_time") {
      try await order(at: Time(microseconds: test.clock.now.microseconds + 1))
    }
    await expectRefusal(.invalidField, field: "order_time") {
      try await test.users.recordOrder(RecordOrderRequest(userID: 1, orderTime: Timestamp(nanos: -1)))
    }
    ada.revision = latest.revision
    ada.updateTime = Timestamp(start + 10)
    #expect(try await test.user(1) == ada)
    let events = try await test.latestEvents("user.order_recorded")
    #expect(
      events.map(\.changes) == [
        [EventChange(field: "order_time", before: "2025-12-31T23:59:00Z", after: "2026-01-01T00:00:10Z")],
        [EventChange(field: "order_time", before: "", after: "2025-12-31T23:59:00Z")],
      ]
    )
  }

  @Test("is deleted with the user")
  func deletion() async throws {
    try await test.makeUser()
    _ = try await order()
    _ = try await initiate()
    _ = try await test.users.deleteUser(DeleteUserRequest(userID: 1))
    #expect(try test.integer("SELECT count(*) FROM user_verifications") == 0)
  }
}

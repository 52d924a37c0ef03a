import RPC
import Roster
import RosterProto
import SQL
import SQLite
import TestSupport
import Testing

@Suite("When a key was last used")
struct KeyUseTests {
  private let test = try! TestService()

  private func lastUse(of token: String, _ id: Int64) async throws -> Timestamp? {
    _ = await test.refusal(of: token)
    return try await test.key(id)?.lastUsedTime
  }

  @Test("is recorded to the minute, even for calls refused because of a missing grant")
  func use() async throws {
    let made = try await test.makeKey(of: try await test.makePrincipal("A", "service"))
    #expect(made.key?.lastUsedTime == nil)
    #expect(try await test.key(2)?.lastUsedTime == nil)
    let first = Timestamp(test.clock.now)
    #expect(try await lastUse(of: made.token, 2) == first)
    test.clock.advance(seconds: 59)
    #expect(try await lastUse(of: made.token, 2) == first, "within the same minute")
    test.clock.advance(seconds: 1)
    #expect(try await lastUse(of: made.token, 2) == Timestamp(test.clock.now))
    let last = Timestamp(test.clock.now)
    _ = try await test.staff.revokeKey(RevokeKeyRequest(keyID: 2))
    test.clock.advance(seconds: 60)
    #expect(try await lastUse(of: made.token, 2) == last, "a refused token is not used")
  }

  @Test("is saved every five minutes with a call, even if the clock is set")
  func saved() async throws {
    let token = try await test.makeKey(of: try await test.makePrincipal("A", "service")).token
    func expectSaved(_ isSaved: Bool, after seconds: Int64, sourceLocation: SourceLocation = #_sourceLocation)
      async throws
    {
      test.clock.advance(seconds: seconds)
      _ = await test.refusal(of: token)
      // Waits for the writer.
      try test.execute("SELECT 1")
      let saved = try test.integer("SELECT last_used_time FROM api_keys WHERE id = 2")
      #expect((saved == test.clock.now.microseconds) == isSaved, sourceLocation: sourceLocation)
    }
    try await expectSaved(false, after: 0)
    try await expectSaved(false, after: 299)
    try await expectSaved(true, after: 60)
    try await expectSaved(false, after: 60)
    try await expectSaved(true, after: 240)
    try await expectSaved(true, after: -86_400)
    try await expectSaved(false, after: 60)
  }

  @Test("is saved at shutdown")
  func end() async throws {
    let directory = TemporaryDirectory()
    let last: Int64
    do {
      let test = try TestService(in: directory)
      _ = try await test.users.listUsers(ListUsersRequest())
      test.clock.advance(seconds: 60)
      _ = try await test.users.listUsers(ListUsersRequest())
      last = test.clock.now.microseconds
    }
    let saved = try directory.database.connect(.readOnly)
      .first(sql: "SELECT last_used_time FROM api_keys") { $0.int64(0) }
    #expect(saved == last)
  }
}

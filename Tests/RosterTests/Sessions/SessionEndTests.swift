import RPC
import Roster
import RosterProto
import SQL
import Testing

@Suite("How sessions end")
struct SessionEndTests {
  private let test = try! TestService()

  /// What ends a session.
  enum Ending: String, CaseIterable {
    case signOutByBroker, signOutByUser, revoke, revokeByUser, revokeAll, lock, delete, otherPasswordChange,
      reset
  }

  @Test("the token of a session that has ended is refused everywhere", arguments: Ending.allCases)
  func ended(_ ending: Ending) async throws {
    let ada = try await test.makeUser("Ada", password: TestService.password)
    let token = try await test.signIn().sessionToken
    let session = try #require(try await test.validate(token).session)
    try await end(session, token, of: ada, by: ending)
    await expectRefusal(.sessionInvalid) { try await test.validate(token) }
    await expectRefusal(.sessionInvalid) {
      try await test.users(as: token).getUser(GetUserRequest(selector: .userID(ada.id)))
    }
    await expectRefusal(.sessionInvalid) {
      try await test.users(as: test.rootToken, onBehalfOf: token).getUser(
        GetUserRequest(selector: .userID(ada.id))
      )
    }
    await expectRefusal(.sessionInvalid) {
      try await test.signIns().signOut(SignOutRequest(sessionToken: token))
    }
    #expect(try test.integer("SELECT count(*) FROM sessions WHERE id = \(session.id)") == 0)
  }

  private func end(_ session: Session, _ token: String, of user: User, by ending: Ending) async throws {
    let revoke = RevokeSessionRequest(userID: user.id, sessionID: session.id)
    switch ending {
    case .signOutByBroker: _ = try await test.signIns().signOut(SignOutRequest(sessionToken: token))
    case .signOutByUser: _ = try await test.signIns(as: token).signOut(SignOutRequest())
    case .revoke: _ = try await test.signIns().revokeSession(revoke)
    case .revokeByUser:
      let other = try await test.signIn().sessionToken
      _ = try await test.signIns(as: other).revokeSession(revoke)
      try await test.validate(other)
    case .revokeAll:
      let other = try await test.signIn().sessionToken
      let response = try await test.signIns(as: other).revokeAllSessions(
        RevokeAllSessionsRequest(userID: user.id)
      )
      #expect(response.revokedCount == 1)
      try await test.validate(other)
    case .lock: _ = try await test.users.lockUser(LockUserRequest(userID: user.id))
    case .delete: _ = try await test.users.deleteUser(DeleteUserRequest(userID: user.id))
    case .otherPasswordChange:
      let other = try await test.signIn().sessionToken
      _ = try await test.credentials(as: other).changePassword(
        ChangePasswordRequest(currentPassword: TestService.password, newPassword: "entirely other words")
      )
      try await test.validate(other)
    case .reset:
      _ = try await test.users.sendPasswordReset(SendPasswordResetRequest(userID: user.id))
      _ = try await test.credentials().completePasswordReset(
        CompletePasswordResetRequest(token: try test.lastLinkToken(), newPassword: "entirely other words")
      )
    }
  }

  @Test("an event tells why a session ended")
  func event() async throws {
    _ = try await test.makeUser("Ada", password: TestService.password)
    let token = try await test.signIn().sessionToken
    let response = try await test.signIns().signOut(SignOutRequest(sessionToken: token))
    let event = try #require(try await test.latestEvents("session.ended").first)
    #expect(event.id == response.revision)
    #expect(event.changes.contains(EventChange(field: "reason", after: "signed_out")))
  }

  @Test("revoking all sessions ends one's own too if so asked, and staff end them all")
  func all() async throws {
    let ada = try await test.makeUser("Ada", password: TestService.password)
    let first = try await test.signIn().sessionToken
    let second = try await test.signIn().sessionToken
    let request = RevokeAllSessionsRequest(userID: ada.id, ownSessionToo: true)
    #expect(try await test.signIns(as: first).revokeAllSessions(request).revokedCount == 2)
    await expectRefusal(.sessionInvalid) { try await test.validate(first) }
    await expectRefusal(.sessionInvalid) { try await test.validate(second) }
    let third = try await test.signIn().sessionToken
    let staff = try await test.signIns().revokeAllSessions(RevokeAllSessionsRequest(userID: ada.id))
    #expect(staff.revokedCount == 1)
    await expectRefusal(.sessionInvalid) { try await test.validate(third) }
    let none = try await test.signIns().revokeAllSessions(RevokeAllSessionsRequest(userID: ada.id))
    #expect(none == RevokeAllSessionsResponse())
  }

  @Test("a session that is not used ends after the idle lifetime, and each use starts it again")
  func idle() async throws {
    let hour: Int64 = 3_600
    let ada = try await test.makeUser("Ada", password: TestService.password)
    let token = try await test.signIn().sessionToken
    for _ in 0..<3 {
      test.clock.advance(seconds: 24 * hour - 1)
      try await test.validate(token)
      try test.service.store.writer.perform { _ in }
    }
    test.clock.advance(seconds: 24 * hour)
    await expectRefusal(.sessionInvalid) { try await test.validate(token) }
    #expect(try await test.signIns().listSessions(ListSessionsRequest(userID: ada.id)).sessions == [])
  }

  @Test("a call of the user counts as a use too")
  func used() async throws {
    let ada = try await test.makeUser("Ada", password: TestService.password)
    let token = try await test.signIn().sessionToken
    test.clock.advance(seconds: 3_600)
    _ = try await test.users(as: token).getUser(GetUserRequest(selector: .userID(ada.id)))
    try test.service.store.writer.perform { _ in }
    #expect(try await test.validate(token).session?.lastUseTime == Timestamp(test.clock.now))
  }

  @Test("a session that is used all the time ends at its expiry")
  func absolute() async throws {
    let half: Int64 = 12 * 3_600
    _ = try await test.makeUser("Ada", password: TestService.password)
    let token = try await test.signIn().sessionToken
    for _ in 0..<59 {
      test.clock.advance(seconds: half)
      try await test.validate(token)
      try test.service.store.writer.perform { _ in }
    }
    test.clock.advance(seconds: half - 1)
    try await test.validate(token)
    test.clock.advance(seconds: 1)
    await expectRefusal(.sessionInvalid) { try await test.validate(token) }
  }

  @Test("users end their own sessions only")
  func others() async throws {
    let ada = try await test.makeUser("Ada", password: TestService.password)
    let bob = try await test.makeUser("Bob")
    let token = try await test.signIn().sessionToken
    let id = try #require(try await test.validate(token).session?.id)
    let stranger = test.signIns(as: test.sessions.open(for: bob))
    await expectRefusal(.selfOnly, ["user_id": "\(ada.id)"]) {
      try await stranger.revokeSession(RevokeSessionRequest(userID: ada.id, sessionID: id))
    }
    await expectRefusal(.sessionNotFound, ["user_id": "\(bob.id)", "session_id": "\(id)"]) {
      try await stranger.revokeSession(RevokeSessionRequest(userID: bob.id, sessionID: id))
    }
    await expectRefusal(.selfOnly, ["user_id": "\(ada.id)"]) {
      try await stranger.signOut(SignOutRequest(sessionToken: token))
    }
    await expectRefusal(.selfOnly, ["user_id": "\(ada.id)"]) {
      try await stranger.listSessions(ListSessionsRequest(userID: ada.id))
    }
    try await test.validate(token)
  }
}

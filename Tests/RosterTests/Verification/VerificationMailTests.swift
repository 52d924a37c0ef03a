import RPC
import Roster
import RosterProto
import Testing

@Suite("Mails about a verification")
struct VerificationMailTests {
  private let test = try! TestService()

  /// A user who has placed an order.
  private func makeUser() async throws -> User {
    let user = try await test.users.createUser(CreateUserRequest(email: "ada@example.com", language: "fr"))
    _ = try await test.users.recordOrder(RecordOrderRequest(userID: user.id))
    return user
  }

  private func initiate(_ user: User) async throws {
    _ = try await test.users.initiateVerification(InitiateVerificationRequest(userID: user.id))
  }

  @Test("request a proof by a date, in the user's language and with the sign-in link")
  func initiated() async throws {
    try await initiate(try await makeUser())
    let shown = try await test.mail.getMail(GetMailRequest(mailID: 1))
    #expect(shown.mail?.templateName == "verification_requested")
    #expect(shown.mail?.recipient == "ada@example.com" && shown.mail?.language == "fr")
    #expect(shown.mail?.subject == "Veuillez confirmer votre identité")
    #expect(shown.textBody.contains("2026-01-15 00:00 UTC"))
    #expect(shown.textBody.contains("https://example.com/\n"))
    let end = Timestamp(test.clock.now + 14 * 86_400)
    #expect(try test.integer("SELECT expire_time FROM mails") == end.seconds * 1_000_000)
  }

  @Test("are not sent if the call is refused")
  func refused() async throws {
    let user = try await test.makeUser()
    await expectRefusal(.userHasNoOrder, ["user_id": "\(user.id)"]) { try await initiate(user) }
    #expect(try await test.mailStates() == [])
  }

  @Test("are withdrawn once the request is obsolete", arguments: ["record", "reset", "delete"])
  func overtaken(_ change: String) async throws {
    let user = try await makeUser()
    try await initiate(user)
    switch change {
    case "record":
      let request = RecordVerificationRequest(userID: user.id, stage: .submitted)
      _ = try await test.users.recordVerification(request)
    case "reset": _ = try await test.users.resetVerification(ResetVerificationRequest(userID: user.id))
    default: _ = try await test.users.deleteUser(DeleteUserRequest(userID: user.id))
    }
    #expect(try await test.mailStates() == ["verification_requested withdrawn"])
  }

  @Test("are sent only for the last of two requests, if the first is still queued")
  func again() async throws {
    let user = try await makeUser()
    try await initiate(user)
    test.clock.advance(seconds: 14 * 86_400)
    try await initiate(user)
    #expect(
      try await test.mailStates() == ["verification_requested withdrawn", "verification_requested queued"]
    )
  }

  @Test("an order recorded while the clock was ahead does not override later ones")
  func orderAhead() async throws {
    test.clock.advance(seconds: 365 * 86_400)
    let user = try await makeUser()
    test.clock.now = SettableClock.start + 60
    let order = RecordOrderRequest(userID: user.id, orderTime: Timestamp(SettableClock.start))
    #expect(try await test.users.recordOrder(order).orderTime == Timestamp(test.clock.now))
    test.clock.advance(seconds: 60)
    let latest = try await test.users.recordOrder(RecordOrderRequest(userID: user.id))
    #expect(latest.orderTime == Timestamp(test.clock.now))
  }
}

import RPC
import Roster
import RosterProto
import Testing

@Suite("The security question")
struct SecurityQuestionTests {
  private static let questions = ["First pet?", "First street?", "First school?", "First teacher?"]

  private let test = try! TestService()

  private func question(_ email: String) async throws -> String {
    let request = GetSecurityQuestionRequest(email: email)
    return try await test.credentials().getSecurityQuestion(request).question
  }

  private func offer() async throws {
    try await test.updateSettings("security_questions") { $0.securityQuestions = Self.questions }
  }

  private func set(
    _ question: String = "First street?",
    _ answer: String = "Rue Ménard",
    current: String = "",
    as token: String
  ) async throws -> User {
    try await test.credentials(as: token).setSecurityQuestion(
      SetSecurityQuestionRequest(question: question, answer: answer, currentAnswer: current)
    )
  }

  private func reset(_ email: String = "ada@example.com", _ answer: String) async throws {
    _ = try await test.credentials().requestPasswordReset(
      RequestPasswordResetRequest(email: email, answer: answer)
    )
  }

  @Test("an address without a question gets one that is always the same, also after a restart")
  func fake() async throws {
    try await test.makeUser("Nora")
    #expect(try await question("nora@example.com") == "", "none is on offer")
    try await offer()
    let addresses = ["nora@example.com"] + (0..<20).map { "nobody\($0)@example.com" }
    var first: [String] = []
    for address in addresses { first.append(try await question(address)) }
    #expect(Set(first) == Set(Self.questions), "not one and the same for all")
    #expect(try await question("NOBODY0@example.com") == first[1])
    test.stop()
    let again = try TestService(in: test.directory)
    for (address, expected) in zip(addresses, first) {
      let request = GetSecurityQuestionRequest(email: address)
      #expect(try await again.credentials().getSecurityQuestion(request).question == expected)
    }
  }

  @Test("the user's own question is asked, and only the right answer has the link mailed")
  func asked() async throws {
    try await offer()
    _ = try await test.makeUser("Ada", password: TestService.password)
    let changed = try await set(as: try await test.signIn().sessionToken)
    #expect(changed.securityQuestionSet)
    #expect(try await question("ada@example.com") == "First street?")
    try await reset("ada@example.com", "Rue Ménarde")
    try await reset("ada@example.com", "")
    #expect(try await test.mailStates() == ["security_question_changed queued"])
    try await reset("ada@example.com", "  rue me\u{301}nard ")
    #expect(try await test.mailStates().last == "password_reset queued")
  }

  @Test("a user without a question needs no answer")
  func notSet() async throws {
    try await offer()
    _ = try await test.makeUser("Ada", password: TestService.password)
    try await reset("ada@example.com", "anything")
    #expect(try await test.mailStates() == ["password_reset queued"])
  }

  @Test("to change the question needs the answer to the current one")
  func change() async throws {
    try await offer()
    _ = try await test.makeUser("Ada", password: TestService.password)
    let token = try await test.signIn().sessionToken
    _ = try await set(as: token)
    await expectRefusal(.reauthenticationRefused) {
      try await set("First pet?", "Rex", current: "Spot", as: token)
    }
    await expectRefusal(.reauthenticationRefused) { try await set("First pet?", "Rex", as: token) }
    #expect(try await question("ada@example.com") == "First street?")
    _ = try await set("First pet?", "Rex", current: "RUE MÉNARD", as: token)
    #expect(try await question("ada@example.com") == "First pet?")
  }

  @Test("only a question on offer is accepted, with an answer of 2 to 128 characters")
  func bounds() async throws {
    _ = try await test.makeUser("Ada", password: TestService.password)
    let token = try await test.signIn().sessionToken
    await expectRefusal(.securityQuestionsDisabled) { try await set(as: token) }
    try await offer()
    await expectRefusal(.invalidField, field: "question") { try await set("Another?", as: token) }
    for answer in ["", "a", "   ", String(repeating: "a", count: 129)] {
      await expectRefusal(.invalidField, field: "answer") { try await set("First pet?", answer, as: token) }
    }
    _ = try await set("First pet?", String(repeating: "é", count: 128), as: token)
  }

  @Test("after staff removed it, no answer is needed, and the user sets a new one")
  func removed() async throws {
    try await offer()
    let ada = try await test.makeUser("Ada", password: TestService.password)
    let token = try await test.signIn().sessionToken
    _ = try await set(as: token)
    _ = try await test.users.disableSecurityQuestion(DisableSecurityQuestionRequest(userID: ada.id))
    try await reset("ada@example.com", "")
    #expect(try await test.mailStates().contains("password_reset queued"))
    #expect(try await set("First pet?", "Rex", as: token).securityQuestionSet)
  }
}

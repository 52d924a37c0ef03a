import RPC
import RosterProto
import SQL
import Testing

@testable import Roster

@Suite("Damaged data")
struct DamagedDataTests {
  private let test = try! TestService()

  @Test("a stored reply that cannot be read is data loss, and the change is not made again")
  func keptReply() async throws {
    let request = CreateUserRequest(email: "ada@example.com")
    try await test.call(UserServiceMethods.createUser, request, id: "1")
    try test.execute("UPDATE request_ids SET reply = x'ff'")
    await expectRefusal(.dataLoss) {
      try await test.call(UserServiceMethods.createUser, request, id: "1")
    }
    #expect(try test.integer("SELECT count(*) FROM users") == 1)
  }

  @Test("a mail whose variables are invalid is data loss")
  func mail() async throws {
    try test.execute(
      """
      INSERT INTO mails (template, language, recipient, recipient_key, variables, next_attempt_time,
        create_time, update_time)
      VALUES ('invitation', 'en', 'ada@example.com', 'ada@example.com', '[7]', 1, 1, 1)
      """
    )
    let mail = MailServiceClient(channel: test.channel, options: TestService.options(test.rootToken))
    await expectRefusal(.dataLoss) { try await mail.getMail(GetMailRequest(mailID: 1)) }
    await expectRefusal(.dataLoss) { try await mail.listMail(ListMailRequest()) }
  }

  @Test("a number that no release writes does not prevent an answer")
  func number() async throws {
    let ada = try await test.makeUser("Ada")
    try test.execute("PRAGMA ignore_check_constraints = 1; UPDATE users SET state = \(Int64.max)")
    #expect(try await test.user(ada.id).state == UserState(rawValue: .max))
  }

  @Test("an undecodable request stays the caller's error")
  func request() async throws {
    do {
      _ = try await test.call(UserServiceMethods.getUser, payload: [0xff])
      Issue.record("was answered")
    } catch {
      #expect(error.reason == .malformedMessage)
    }
  }

  @Test("it is logged with its cause, which is never sent")
  func logged() {
    let recorder = LogRecorder()
    let log = RequestLog(recorder.logger)
    let cause = SQLError(kind: .corrupt, code: 11, extendedCode: 11, message: "malformed page 7", sql: nil)
    let refusal = RPCError(telling: cause)
    log.ended(summary(refusal))
    #expect(refusal.code == .dataLoss)
    #expect(!refusal.message.contains("page 7"))
    #expect(recorder.lines.count == 1)
    #expect(recorder.lines.first?.hasPrefix("error: stored data is damaged cause=malformed page 7") == true)
    // Though its caller has gone.
    let damage = DamagedData(place: "the record of event 7", problem: "is torn")
    log.answeredTooLate(summary(RPCError(telling: damage)))
    #expect(recorder.lines.last?.contains("cause=the record of event 7 is torn") == true)
  }

  private func summary(_ error: RPCError) -> CallSummary {
    CallSummary(
      method: UserServiceMethods.getUser,
      peer: Peer(address: "unix"),
      start: .now,
      end: .now,
      error: error
    )
  }
}

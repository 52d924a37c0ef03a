import RPC
import Roster
import RosterProto
import Testing

@Suite("The mail service")
struct MailServiceTests {
  private let invites: InvitationTest
  private var test: TestService { invites.test }

  init() async throws {
    invites = try await InvitationTest()
  }

  private var mail: MailServiceClient { test.mail }

  private func list(_ filter: MailFilter = MailFilter(), _ order: String = "") async throws -> [Int64] {
    try await mail.listMail(ListMailRequest(filter: filter, orderBy: order)).mails.map(\.id)
  }

  private func get(_ id: Int64) async throws -> GetMailResponse {
    try await mail.getMail(GetMailRequest(mailID: id))
  }

  private func retry(_ id: Int64, _ revision: Int64 = 0) async throws -> Mail {
    try await mail.retryMail(RetryMailRequest(mailID: id, expectedRevision: revision))
  }

  /// Marks a mail as failed, as the dispatcher does.
  private func fail(_ id: Int64) throws {
    try test.execute(
      "UPDATE mails SET state = 3, attempts = 10, last_error = '550 No' WHERE id = \(id)"
    )
  }

  @Test("shows a mail with its text, and `[redacted]` in place of the token")
  func get() async throws {
    let (_, token) = try await invites.sent { $0.language = "de" }
    let shown = try await get(1)
    let now = Timestamp(test.clock.now)
    #expect(
      shown.mail
        == Mail(
          id: 1,
          templateName: "invitation",
          recipient: InvitationTest.address,
          language: "de",
          subject: "Einladung zum Konto Acme",
          state: .queued,
          nextAttemptTime: now,
          createTime: now,
          updateTime: now,
          revision: try await test.lastEventID()
        )
    )
    #expect(shown.textBody.contains("https://example.com/invitation?token=[redacted]"))
    #expect(shown.htmlBody.contains("token=[redacted]"))
    #expect(!"\(shown)".contains(token))
    await expectRefusal(.invalidField, field: "mail_id") { try await get(0) }
    await expectRefusal(.mailNotFound, ["mail_id": "9"]) { try await get(9) }
  }

  @Test("lists the mails that match the filter, oldest or newest first")
  func list() async throws {
    _ = try await invites.invite("a@example.com")
    try test.sendMails()
    test.clock.advance(seconds: 60)
    _ = try await invites.invite("b@example.com")
    _ = try await invites.invitations.cancelInvitation(CancelInvitationRequest(invitationID: 1))
    try fail(2)
    #expect(try await list() == [1, 2, 3])
    #expect(try await list(MailFilter(), "id desc") == [3, 2, 1])
    #expect(try await list(MailFilter(state: .failed)) == [2])
    #expect(try await list(MailFilter(state: .queued)) == [3])
    #expect(try await list(MailFilter(state: .sent)) == [1])
    #expect(try await list(MailFilter(state: .withdrawn)) == [])
    #expect(try await list(MailFilter(templateName: "invitation_cancelled")) == [3])
    #expect(try await list(MailFilter(recipient: "A@EXAMPLE.com")) == [1, 3])
    #expect(try await list(MailFilter(createAfter: Timestamp(test.clock.now))) == [2, 3])
    #expect(try await list(MailFilter(createBefore: Timestamp(test.clock.now))) == [1])
    await expectRefusal(.invalidField, field: "filter.state") {
      try await list(MailFilter(state: MailState(rawValue: 9)))
    }
    await expectRefusal(.invalidField, field: "filter.template_name") {
      try await list(MailFilter(templateName: String(repeating: "a", count: 65)))
    }
    await expectRefusal(.invalidField, field: "filter.recipient") {
      try await list(MailFilter(recipient: String(repeating: "a", count: 255)))
    }
    await expectRefusal(.invalidField, field: "order_by") { try await list(MailFilter(), "subject") }
  }

  @Test("queues a failed mail again, with its secret, and no other")
  func retry() async throws {
    let (_, token) = try await invites.sent()
    await expectRefusal(.mailNotFailed, ["mail_id": "1", "state": "queued"]) { try await retry(1) }
    try fail(1)
    let revision = try await test.lastEventID()
    await expectRevisionMismatch(expected: 1, current: revision) { try await retry(1, 1) }
    test.clock.advance(seconds: 60)
    let queued = try await retry(1, revision)
    #expect(queued.state == .queued && queued.attemptCount == 0 && queued.revision == revision + 1)
    #expect(queued.lastError == "550 No")
    #expect(queued.nextAttemptTime == Timestamp(test.clock.now))
    #expect(try invites.lastToken() == token)
    let event = try #require(try await test.allEvents().last)
    #expect(event.kind == "mail.retried")
    #expect(
      event.changes == [
        EventChange(field: "state", before: "failed", after: "queued"),
        EventChange(field: "attempt_count", before: "10"),
      ]
    )
    await expectRefusal(.mailNotFound, ["mail_id": "9"]) { try await retry(9) }
  }
}

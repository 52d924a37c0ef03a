import Mail
import SQL
import Testing

@testable import Roster

@Suite("The mail outbox")
struct MailOutboxTests {
  private let mails: MailTest

  init() throws {
    mails = try MailTest()
  }

  @Test("stores a mail as queued, due at once, with its secret kept apart")
  func enqueue() throws {
    let now = mails.clock.now
    let id = try mails.enqueueInvitation(language: "de-CH")
    #expect(
      try mails.mail(id)
        == OutboxMail(
          id: id,
          template: "invitation",
          language: "de-CH",
          recipient: "bob@example.net",
          variables: [
            "account_name": "Acme", "expire_time": "2026-01-08 00:00 UTC", "recipient_name": "Bob",
          ],
          expireTime: nil,
          state: .queued,
          attempts: 0,
          mayHaveArrived: false,
          nextAttemptTime: now,
          lastError: "",
          createTime: now,
          sentTime: nil,
          updateTime: now,
          revision: 1
        )
    )
    #expect(try mails.hasSecret(id))
  }

  @Test("stores nothing of a write that is rolled back")
  func rollback() throws {
    struct Undone: Error {}
    #expect(throws: Undone.self) {
      try mails.enqueue(.accessRemoved, variables: ["account_name": "Acme"]) { throw Undone() }
    }
    #expect(try mails.integer("SELECT count(*) FROM mails") == 0)
  }

  @Test(
    "refuses a mail that could not be rendered, before the write is committed",
    arguments: [
      (MailTemplate.invitation, ["account_name": "A"], "https://example.com/"),
      (.invitation, ["account_name": "A", "expire_time": "T"], nil),
      (.accessRemoved, ["account_name": "A"], "https://example.com/"),
      (.accessRemoved, ["account_name": "A", "token": "x"], nil),
    ] as [(MailTemplate, [String: String], String?)]
  )
  func refused(template: MailTemplate, variables: [String: String], secret: String?) throws {
    #expect(throws: MailError.self) {
      try mails.enqueue(template, variables: variables, secret: secret)
    }
    #expect(try mails.integer("SELECT count(*) FROM mails") == 0)
  }

  @Test("cannot store the secret of a sent mail, whoever writes to the database")
  func secretOfTheSent() throws {
    let id = try mails.enqueueInvitation()
    let error = #expect(throws: SQLError.self) {
      try mails.execute("UPDATE mails SET state = 2, sent_time = 1 WHERE id = \(id)")
    }
    #expect(error?.kind == .constraint(.check))
  }

  @Test("does not change when a queued mail is due if asked to retry it")
  func retryQueued() throws {
    let id = try mails.enqueueInvitation()
    _ = try mails.delivery(by: ScriptedTransport([ScriptedTransport.failing(.transient)])).step()
    let waiting = try mails.mail(id)
    mails.clock.advance(seconds: 1)
    try mails.retry(id)
    #expect(try mails.mail(id) == waiting)
  }

  @Test("gives a failed mail all its attempts again, with its secret, and leaves a sent one unchanged")
  func retryDead() throws {
    let transport = ScriptedTransport([
      ScriptedTransport.failing(.permanent), ScriptedTransport.failing(.permanent),
    ])
    let notice = try mails.enqueueNotice()
    let invitation = try mails.enqueueInvitation()
    let delivery = try mails.delivery(by: transport)
    _ = try delivery.step()
    _ = try delivery.step()
    #expect(try mails.mail(notice)?.state == .dead)
    #expect(try mails.mail(invitation)?.state == .dead)
    try mails.retry(notice)
    #expect(try mails.mail(notice)?.attempts == 0)
    #expect(try delivery.step() == .sent(notice))
    try mails.retry(notice)
    #expect(try delivery.step() == .idle(until: nil), "sent once")
    try mails.retry(invitation)
    #expect(try delivery.step() == .sent(invitation))
    #expect(transport.messages.last?.text.contains(MailTest.link) == true)
  }
}

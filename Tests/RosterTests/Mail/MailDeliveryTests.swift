import Foundation
import Mail
import SQL
import TestSupport
import Testing
import Work

@testable import Roster

@Suite("Mail delivery")
struct MailDeliveryTests {
  private let mails: MailTest

  init() throws {
    mails = try MailTest()
  }

  @Test("sends due mails, in their language, and then deletes the secret")
  func sent() throws {
    let id = try mails.enqueueInvitation(language: "fr")
    let transport = ScriptedTransport()
    let delivery = try mails.delivery(by: transport)
    mails.clock.advance(seconds: 5)
    #expect(try delivery.step() == .sent(id))
    let mail = try #require(try mails.mail(id))
    #expect(mail.state == .sent && mail.attempts == 1 && mail.sentTime == SettableClock.start + 5)
    #expect(try !mails.hasSecret(id))
    let message = try #require(transport.messages.first)
    #expect(message.subject == "Invitation au compte Acme")
    #expect(message.text.contains(MailTest.link))
    #expect(message.to == (try MailAddress("bob@example.net", name: "Bob")))
    #expect(message.from.address == "no-reply@example.com")
    #expect(try delivery.step() == .idle(until: nil))
  }

  @Test("writes a file if no mail server is configured")
  func file() throws {
    let directory = "\(mails.directory.path)/mail"
    let id = try mails.enqueueInvitation()
    #expect(try mails.delivery(by: FileTransport(directory: directory)).step() == .sent(id))
    let file = try String(contentsOfFile: "\(directory)/20260101T000000Z-\(id).eml", encoding: .utf8)
    #expect(file.contains("\r\nTo: \"Bob\" <bob@example.net>\r\n"))
    #expect(file.contains("\r\n\(MailTest.link)\r\n"))
  }

  @Test("sends mails in the order in which they are due")
  func order() throws {
    let first = try mails.enqueueInvitation()
    mails.clock.advance(seconds: 1)
    let second = try mails.enqueueNotice()
    let transport = ScriptedTransport([ScriptedTransport.failing(.transient)])
    let delivery = try mails.delivery(by: transport)
    #expect(try delivery.step() == .postponed(first, error: "it failed"))
    #expect(try delivery.step() == .sent(second), "does not wait for the one that failed")
    #expect(try delivery.step() == .idle(until: SettableClock.start + 61))
  }

  @Test("retries after ever longer delays, then gives up, keeping the secret for a retry")
  func deadLetter() throws {
    let id = try mails.enqueueInvitation()
    let transport = ScriptedTransport((1...3).map { ScriptedTransport.failing(.transient, "failure \($0)") })
    let delivery = try mails.delivery(by: transport)
    #expect(try delivery.step() == .postponed(id, error: "failure 1"))
    #expect(try delivery.step() == .idle(until: SettableClock.start + 60))
    mails.clock.advance(seconds: 60)
    #expect(try delivery.step() == .postponed(id, error: "failure 2"))
    #expect(try delivery.step() == .idle(until: SettableClock.start + 60 + 180))
    #expect(try mails.mail(id)?.lastError == "failure 2")
    #expect(try mails.hasSecret(id))
    mails.clock.advance(seconds: 180)
    #expect(try delivery.step() == .died(id, error: "failure 3"))
    let mail = try #require(try mails.mail(id))
    #expect(mail.state == .dead && mail.attempts == 3 && mail.lastError == "failure 3")
    #expect(try mails.hasSecret(id))
    #expect(try delivery.step() == .idle(until: nil))
    #expect(transport.messages.count == 3)
    #expect(Set(transport.messages.map(\.bytes)).count == 1, "the same mail each time")
  }

  @Test("gives up at once if a mail is permanently refused")
  func permanent() throws {
    let id = try mails.enqueueInvitation()
    let delivery = try mails.delivery(
      by: ScriptedTransport([ScriptedTransport.failing(.permanent, "550 No such user")])
    )
    #expect(try delivery.step() == .died(id, error: "550 No such user"))
    #expect(try mails.mail(id)?.attempts == 1)
    #expect(try mails.hasSecret(id))
  }

  @Test(
    "keeps a mail queued if the configuration or the server fails",
    arguments: [MailError.Kind.transient, .configuration]
  )
  func kept(kind: MailError.Kind) throws {
    let id = try mails.enqueueInvitation()
    _ = try mails.delivery(by: ScriptedTransport([ScriptedTransport.failing(kind)])).step()
    #expect(try mails.mail(id)?.state == .queued)
  }

  @Test("removes the secret from the error, even if a server quotes it")
  func redaction() throws {
    let id = try mails.enqueueInvitation()
    let act = ScriptedTransport.failing(.permanent, "554 Bad link \(MailTest.link) in text")
    #expect(
      try mails.delivery(by: ScriptedTransport([act])).step()
        == .died(id, error: "554 Bad link [redacted] in text")
    )
    #expect(try mails.mail(id)?.lastError == "554 Bad link [redacted] in text")
  }

  @Test("gives up a mail that this release cannot render")
  func unknownTemplate() throws {
    try mails.execute(
      """
      INSERT INTO mails (template, language, recipient, recipient_key, variables, next_attempt_time,
        create_time,
        update_time)
      VALUES ('newsletter', 'en', 'bob@example.net', 'bob@example.net', '{}', 0, 0, 0);
      INSERT INTO mails (template, language, recipient, recipient_key, variables, next_attempt_time,
        create_time,
        update_time)
      VALUES ('access_removed', 'en', 'bob', 'bob', '{"account_name":"A"}', 1, 0, 0);
      """
    )
    let delivery = try mails.delivery(by: ScriptedTransport())
    #expect(try delivery.step() == .died(1, error: "there is no template newsletter"))
    #expect(try delivery.step() == .died(2, error: "\"bob\" is no e-mail address"))
  }

  @Test("loses no mail in a crash before the delivery, or if the outcome is lost")
  func crash() throws {
    let directory = mails.directory
    let id = try mails.enqueueInvitation()
    let crashing = ScriptedTransport([{ [mails] _ in mails.stop() }])
    #expect(throws: QueueError.self) { try mails.delivery(by: crashing).step() }

    let restarted = try MailTest(in: directory)
    #expect(try restarted.mail(id)?.attempts == 1, "counted before it was made")
    let transport = ScriptedTransport()
    let delivery = try restarted.delivery(by: transport)
    #expect(try delivery.step() == .idle(until: SettableClock.start + 60))
    restarted.clock.advance(seconds: 60)
    #expect(try delivery.step() == .sent(id))
    #expect(transport.messages == crashing.messages, "under the same Message-ID")
  }

  @Test("makes no more attempts than allowed, even with a crash in each")
  func crashes() throws {
    let directory = mails.directory
    let id = try mails.enqueueInvitation()
    mails.stop()
    var sent = 0
    for round in 0..<5 {
      let restarted = try MailTest(in: directory)
      restarted.clock.advance(seconds: Int64(round) * 86_400)
      let transport = ScriptedTransport([{ _ in restarted.stop() }])
      let delivery = try restarted.delivery(by: transport)
      if round < 3 {
        #expect(throws: QueueError.self) { try delivery.step() }
      } else if round == 3 {
        #expect(
          try delivery.step()
            == .died(id, error: "the last attempt was interrupted; the mail may have arrived")
        )
        #expect(try restarted.hasSecret(id))
      } else {
        #expect(try delivery.step() == .idle(until: nil))
      }
      sent += transport.messages.count
      restarted.stop()
    }
    #expect(sent == 3)
  }
}

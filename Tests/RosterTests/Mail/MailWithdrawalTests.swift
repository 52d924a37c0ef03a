import Mail
import SQL
import Testing
import Work

@testable import Roster

@Suite("Obsolete mails")
struct MailWithdrawalTests {
  private let mails: MailTest

  init() throws {
    mails = try MailTest()
  }

  /// A delivery during which the mail is withdrawn, and its outcome.
  private func withdrawing(_ act: @escaping ScriptedTransport.Act) -> ScriptedTransport.Act {
    { [mails] isCancelled throws(MailError) in
      try! mails.withdraw()
      try act(isCancelled)
    }
  }

  @Test("are withdrawn while queued, with their secrets, and never sent")
  func queued() throws {
    let id = try mails.enqueueInvitation()
    let notice = try mails.enqueueNotice()
    try mails.withdraw()
    let mail = try #require(try mails.mail(id))
    #expect(mail.state == .withdrawn && mail.revision == 2)
    #expect(try !mails.hasSecret(id))
    #expect(try !mails.mayHaveArrived())
    let transport = ScriptedTransport()
    let delivery = try mails.delivery(by: transport)
    #expect(try delivery.step() == .sent(notice), "what is about something else goes its way")
    #expect(try delivery.step() == .idle(until: nil))
  }

  @Test("are withdrawn if they had failed, so that a retry sends no invalid link")
  func dead() throws {
    let id = try mails.enqueueInvitation()
    let delivery = try mails.delivery(by: ScriptedTransport([ScriptedTransport.failing(.permanent)]))
    _ = try delivery.step()
    try mails.withdraw()
    try mails.retry(id)
    #expect(try mails.mail(id)?.state == .withdrawn)
    #expect(try !mails.hasSecret(id))
    #expect(try delivery.step() == .idle(until: nil))
  }

  @Test("stay sent if they were sent")
  func sent() throws {
    let id = try mails.enqueueInvitation()
    _ = try mails.delivery(by: ScriptedTransport()).step()
    let before = try mails.mail(id)
    try mails.withdraw()
    #expect(try mails.mail(id) == before)
    #expect(try mails.mayHaveArrived())
  }

  @Test("count as sent if a delivery in progress still succeeds")
  func arriving() throws {
    let id = try mails.enqueueInvitation()
    let transport = ScriptedTransport([withdrawing { _ in }])
    #expect(try mails.delivery(by: transport).step() == .sent(id))
    #expect(try mails.mail(id)?.state == .sent)
    #expect(try mails.mail(id)?.sentTime == mails.clock.now)
  }

  @Test(
    "are not retried if a delivery in progress fails, permanently or not",
    arguments: [MailError.Kind.transient, .permanent]
  )
  func failing(_ kind: MailError.Kind) throws {
    let id = try mails.enqueueInvitation()
    let transport = ScriptedTransport([withdrawing(ScriptedTransport.failing(kind))])
    let delivery = try mails.delivery(by: transport)
    #expect(try delivery.step() == .withdrawn(id))
    mails.clock.advance(seconds: 86_400)
    #expect(try delivery.step() == .idle(until: nil))
    #expect(try mails.mail(id)?.state == .withdrawn)
    #expect(transport.messages.count == 1)
  }

  @Test("may have arrived if the outcome of an attempt is unknown, and only then")
  func mayHaveArrived() throws {
    let transport = ScriptedTransport([
      ScriptedTransport.failing(.transient), ScriptedTransport.failing(.transient, mayHaveArrived: true),
      ScriptedTransport.failing(.permanent),
    ])
    let delivery = try mails.delivery(by: transport)
    try mails.enqueueInvitation()
    #expect(try !mails.mayHaveArrived(), "not before the first attempt")
    for (wait, expected) in [(60, false), (180, true), (0, true)] as [(Int64, Bool)] {
      _ = try delivery.step()
      #expect(try mails.mayHaveArrived() == expected)
      mails.clock.advance(seconds: wait)
    }
    #expect(try mails.mail(1)?.state == .dead)
  }

  @Test("may have arrived if the process crashed during an attempt")
  func crash() throws {
    let directory = mails.directory
    try mails.enqueueInvitation()
    let crashing = ScriptedTransport([{ [mails] _ in mails.stop() }])
    #expect(throws: QueueError.self) { try mails.delivery(by: crashing).step() }
    let restarted = try MailTest(in: directory)
    #expect(try restarted.mayHaveArrived())
    // A later attempt that certainly failed does not change that.
    restarted.clock.advance(seconds: 60)
    let transport = ScriptedTransport([ScriptedTransport.failing(.permanent)])
    _ = try restarted.delivery(by: transport).step()
    #expect(try restarted.mayHaveArrived())
  }

  @Test("fail once their content has expired, and a retry does not send them either")
  func expired() throws {
    let end = mails.clock.now + 60
    let id = try mails.enqueueInvitation(expireTime: end)
    let transport = ScriptedTransport([ScriptedTransport.failing(.transient)])
    let delivery = try mails.delivery(by: transport)
    _ = try delivery.step()
    mails.clock.advance(seconds: 60)
    let error = "the mail's content expired before it could be sent"
    for _ in 1...2 {
      #expect(try delivery.step() == .died(id, error: error))
      #expect(try mails.mail(id)?.lastError == error)
      try mails.retry(id)
    }
    #expect(transport.messages.count == 1)
  }

  @Test("are not delayed when the clock is set back, neither new nor postponed ones")
  func clockSetBack() throws {
    let waiting = try mails.enqueueNotice()
    let delivery = try mails.delivery(by: ScriptedTransport([ScriptedTransport.failing(.transient)]))
    _ = try delivery.step()
    let due = mails.clock.now + 60
    mails.clock.advance(seconds: 365 * 86_400)
    let ahead = try mails.enqueueInvitation()
    mails.clock.now = SettableClock.start
    #expect(try delivery.step() == .sent(ahead), "though another one that waits as it should comes first")
    #expect(try delivery.step() == .idle(until: due))
    mails.clock.now = due
    #expect(try delivery.step() == .sent(waiting))
  }
}

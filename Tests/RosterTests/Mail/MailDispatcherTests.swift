import Glibc
import Mail
import SQL
import Testing

@testable import Roster

@Suite("The mail dispatcher", .timeLimit(.minutes(1)))
struct MailDispatcherTests {
  private let mails: MailTest

  init() throws {
    mails = try MailTest()
  }

  @Test("sends mails queued before its start, and those queued while it sleeps")
  func wakes() throws {
    try mails.enqueueInvitation()
    let transport = ScriptedTransport()
    let dispatcher = try mails.dispatcher(by: transport)
    transport.wait(messages: 1)
    for count in 2...20 {
      try mails.enqueueNotice()
      transport.wait(messages: count)
    }
    dispatcher.stop()
    #expect(try mails.integer("SELECT count(*) FROM mails WHERE state = 2") == 20)
  }

  @Test("sends every mail once while writes keep queueing more")
  func many() throws {
    let transport = ScriptedTransport()
    let dispatcher = try mails.dispatcher(by: transport)
    for _ in 1...200 { try mails.enqueueNotice() }
    transport.wait(messages: 200)
    dispatcher.stop()
    #expect(Set(transport.messages.map(\.id)).count == 200)
    #expect(transport.messages.count == 200)
  }

  @Test("continues with the next mail when one fails")
  func failure() throws {
    let transport = ScriptedTransport([
      ScriptedTransport.failing(.transient), ScriptedTransport.failing(.permanent),
    ])
    let dispatcher = try mails.dispatcher(by: transport)
    for _ in 1...3 { try mails.enqueueNotice() }
    transport.wait(messages: 3)
    dispatcher.stop()
    #expect(try mails.mail(1)?.state == .queued)
    #expect(try mails.mail(2)?.state == .dead)
    #expect(try mails.mail(3)?.state == .sent)
  }

  @Test("stops even while a mail server does not reply, and leaves the mail queued")
  func stop() throws {
    let waiting: ScriptedTransport.Act = { isCancelled throws(MailError) in
      while !isCancelled() { sched_yield() }
      throw MailError(.transient, "cancelled")
    }
    let transport = ScriptedTransport([waiting])
    let dispatcher = try mails.dispatcher(by: transport)
    let id = try mails.enqueueInvitation()
    transport.wait(messages: 1)
    dispatcher.stop()
    #expect(try mails.mail(id)?.state == .queued)
    #expect(try mails.hasSecret(id))
  }
}

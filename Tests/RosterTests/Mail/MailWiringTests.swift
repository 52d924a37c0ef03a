import Foundation
import Mail
import RPC
import RosterProto
import SQL
import SQLite
import TestSupport
import Testing

@testable import Roster

@Suite("Mail from a request to the transport", .timeLimit(.minutes(1)))
struct MailWiringTests {
  private let directory: TemporaryDirectory

  init() throws {
    directory = TemporaryDirectory()
  }

  @Test(
    "an invitation is sent once it is committed, from the configured sender, and its link works"
  )
  func delivered() async throws {
    let transport = ScriptedTransport()
    var options = TestService.options(in: directory)
    options.mail = MailOptions(sender: try MailAddress("no-reply@example.com"), transport: transport)
    let service = try RosterService(options)
    defer { service.stop() }
    let key = try String(contentsOfFile: TestService.rootKeyFile(in: directory), encoding: .utf8)
    let callOptions = TestService.options(key.trimmingCharacters(in: .newlines))
    let channel = InProcessChannel(router: service.router, workers: service.workers)
    let users = UserServiceClient(channel: channel, options: callOptions)
    let owner = try await users.createUser(CreateUserRequest(email: "olga@example.com"))
    let accounts = AccountServiceClient(channel: channel, options: callOptions)
    let account = try await accounts.createAccount(CreateAccountRequest(name: "Acme", ownerUserID: owner.id))
    let invitations = InvitationServiceClient(channel: channel, options: callOptions)
    let request = CreateInvitationRequest(accountID: account.id, email: "grace@example.net")
    _ = try await invitations.createInvitation(request)

    transport.wait(messages: 1)
    let message = try #require(transport.messages.first)
    #expect(message.from.address == "no-reply@example.com" && message.to.address == "grace@example.net")
    let link = try #require(message.text.split(separator: "\n").first { $0.hasPrefix("https://") })
    let token = String(try #require(link.split(separator: "=").last))
    let accept = AcceptInvitationRequest(token: token, acceptor: .newUser(NewUser()))
    #expect(try await invitations.acceptInvitation(accept).account?.id == account.id)
  }

  @Test("without a transport mails stay queued, and the service still stops")
  func noTransport() async throws {
    let invites = try await InvitationTest()
    _ = try await invites.invite()
    invites.test.stop()
    let database = invites.test.directory.database
    let queued = try database.connect(.readOnly).first(sql: "SELECT count(*) FROM mails WHERE state = 1") {
      $0.int64(0)
    }
    #expect(queued == 1)
  }
}

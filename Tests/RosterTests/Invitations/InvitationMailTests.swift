import RPC
import Roster
import RosterProto
import Testing

@Suite("The mails of an invitation, in order")
struct InvitationMailTests {
  private let invites: InvitationTest
  private var test: TestService { invites.test }

  init() async throws {
    invites = try await InvitationTest()
  }

  private func cancel() async throws {
    _ = try await invites.invitations.cancelInvitation(CancelInvitationRequest(invitationID: 1))
  }

  private func resend() async throws {
    _ = try await invites.invitations.resendInvitation(ResendInvitationRequest(invitationID: 1))
  }

  @Test("cancelling before the mail is sent withdraws it with its link, and sends no notice")
  func cancelUnsent() async throws {
    _ = try await invites.invite()
    try await cancel()
    #expect(try await test.mailStates() == ["invitation withdrawn"])
    #expect(try test.integer("SELECT count(*) FROM mails WHERE secret IS NOT NULL") == 0)
  }

  @Test("cancelling sends a notice if the mail has arrived, or may have")
  func cancelSent() async throws {
    _ = try await invites.invite()
    try test.sendMails()
    try await cancel()
    #expect(try await test.mailStates() == ["invitation sent", "invitation_cancelled queued"])
  }

  @Test("a mail that is being sent when its invitation is cancelled is followed by the notice")
  func cancelSending() async throws {
    _ = try await invites.invite()
    try test.execute("UPDATE mails SET attempts = 1, may_have_arrived = 1")
    try await cancel()
    #expect(try await test.mailStates() == ["invitation withdrawn", "invitation_cancelled queued"])
  }

  @Test("a mail that certainly failed is withdrawn, cannot be retried, and needs no notice")
  func cancelFailed() async throws {
    _ = try await invites.invite()
    try test.execute("UPDATE mails SET state = 3, attempts = 10, last_error = '550 No'")
    try await cancel()
    #expect(try await test.mailStates() == ["invitation withdrawn"])
    await expectRefusal(.mailNotFailed, ["mail_id": "1", "state": "withdrawn"]) {
      try await test.mail.retryMail(RetryMailRequest(mailID: 1))
    }
  }

  @Test("resending withdraws an earlier mail that is still queued, and is then not a reminder")
  func resendUnsent() async throws {
    let old = try await invites.sent().token
    try await resend()
    #expect(try await test.mailStates() == ["invitation withdrawn", "invitation queued"])
    #expect(try test.lastInvitationToken() != old)
    try test.sendMails()
    try await resend()
    #expect(
      try await test.mailStates() == ["invitation withdrawn", "invitation sent", "invitation_resent queued"]
    )
  }

  @Test("a new invitation withdraws the notice that the former one was cancelled")
  func inviteAnew() async throws {
    _ = try await invites.invite()
    try test.sendMails()
    try await cancel()
    _ = try await invites.invite()
    #expect(
      try await test.mailStates() == [
        "invitation sent", "invitation_cancelled withdrawn", "invitation queued",
      ]
    )
  }

  @Test("an answer withdraws mails that would be retried: their link is invalid", arguments: [false, true])
  func answered(_ isAccepted: Bool) async throws {
    let token = try await invites.sent().token
    // Delivered, but the outcome was lost.
    try test.execute("UPDATE mails SET attempts = 1, may_have_arrived = 1")
    if isAccepted {
      _ = try await invites.register(token)
    } else {
      _ = try await invites.invitations.declineInvitation(DeclineInvitationRequest(token: token))
    }
    #expect(try await test.mailStates() == ["invitation withdrawn"])
  }

  @Test("a refused change withdraws nothing")
  func refused() async throws {
    let invitation = try await invites.sent().invitation
    try await invites.changeSettings { $0.invitationsPerAccountPerHour = 1 }
    await expectRefusal(.rateLimited, ["scope": "account", "limit": "1"]) { try await resend() }
    await expectRevisionMismatch(expected: 7, current: invitation.revision) {
      try await invites.invitations.cancelInvitation(
        CancelInvitationRequest(invitationID: 1, expectedRevision: 7)
      )
    }
    _ = try await invites.invite { $0.validateOnly = true }
    #expect(try await test.mailStates() == ["invitation queued"])
  }

  @Test("an invited user who is given access gets that notice, and not that of a cancelled invitation")
  func associated() async throws {
    let user = try await test.makeUser("Grace", email: InvitationTest.address)
    _ = try await invites.invite()
    try test.sendMails()
    try await test.associate(user, invites.account)
    #expect(try await test.mailStates() == ["invitation sent", "access_granted queued"])
    let text = try await test.mail.getMail(GetMailRequest(mailID: 2)).textBody
    #expect(text.contains("You now have access to the account \"Acme\""))
    // Nor is that notice sent after the access is lost.
    let removal = RemoveUserRequest(accountID: invites.account.id, userID: user.id)
    _ = try await test.accounts.removeUser(removal)
    #expect(
      try await test.mailStates() == ["invitation sent", "access_granted withdrawn", "access_removed queued"]
    )
  }

  @Test("a user who is given access before the mail is sent gets no mail")
  func associatedUnsent() async throws {
    let user = try await test.makeUser("Grace", email: InvitationTest.address)
    _ = try await invites.invite()
    try await test.associate(user, invites.account)
    #expect(try await test.mailStates() == ["invitation withdrawn"])
  }

  @Test("the mail is not sent once the invitation has expired")
  func expireTime() async throws {
    let end = try #require(try await invites.invite().invitation?.expireTime)
    #expect(try test.integer("SELECT expire_time FROM mails") == end.seconds * 1_000_000)
  }
}

import RPC
import Roster
import RosterProto
import Testing

// The statements of the administrators' pages about signing in.
extension SeedsTests {
  @Suite("Signing in")
  struct SignIn {
    private let test = try! TestService()

    @Test("An owner of several accounts switches between them")
    func switching() async throws {
      let ada = try await test.makeUser("Ada", password: TestService.password)
      let acme = try await test.makeAccount("Acme", owner: ada)
      let ajax = try await test.makeAccount("Ajax", owner: ada)
      let token = try await test.signIn().sessionToken
      for account in [acme, ajax, acme] {
        _ = try await test.signIns(as: token).switchAccount(SwitchAccountRequest(accountID: account.id))
        let valid = try await test.validate(token)
        #expect(valid.account?.id == account.id)
        #expect(valid.isOwner)
      }
    }

    @Test("An invited user signs in with the password they had")
    func existingPassword() async throws {
      let bob = try await test.makeUser("Bob", password: TestService.password)
      let acme = try await test.makeAccount(owner: test.makeUser("Ada"))
      _ = try await test.accounts.associateUser(
        AssociateUserRequest(
          accountID: acme.id,
          userID: bob.id,
          permissions: [.orders],
          sendInvitation: true
        )
      )
      let token = try await test.signIn(bob.email).sessionToken
      let invitation = try test.lastInvitationToken()
      let invitations = InvitationServiceClient(channel: test.channel, options: TestService.options(token))
      _ = try await invitations.acceptInvitation(
        AcceptInvitationRequest(token: invitation, acceptor: .userID(bob.id))
      )
      _ = try await test.signIns(as: token).switchAccount(SwitchAccountRequest(accountID: acme.id))
      #expect(try await test.validate(token).permissions == [.orders])
      try await test.signIn(bob.email)
    }

    @Test("Staff have a password reset mailed to the user's address")
    func passwordReset() async throws {
      let bob = try await test.makeUser("Bob", password: TestService.password)
      _ = try await test.users.sendPasswordReset(SendPasswordResetRequest(userID: bob.id))
      let mail = try #require(try await test.mail.listMail(ListMailRequest()).mails.first)
      #expect(mail.recipient == "bob@example.com")
      #expect(mail.templateName == "password_reset")
      _ = try await test.credentials().completePasswordReset(
        CompletePasswordResetRequest(token: try test.lastLinkToken(), newPassword: "entirely other words")
      )
      try await test.signIn("bob@example.com", "entirely other words")
    }

    @Test("After its removal the user sets a new security question")
    func newSecurityQuestion() async throws {
      try await test.updateSettings("security_questions") {
        $0.securityQuestions = ["First pet?", "Street?"]
      }
      let bob = try await test.makeUser("Bob", password: TestService.password)
      let user = test.credentials(as: try await test.signIn("bob@example.com").sessionToken)
      func set(_ question: String) async throws -> User {
        try await user.setSecurityQuestion(SetSecurityQuestionRequest(question: question, answer: "Rex"))
      }
      _ = try await set("First pet?")
      await expectRefusal(.reauthenticationRefused) { try await set("Street?") }
      let removal = DisableSecurityQuestionRequest(userID: bob.id)
      #expect(try await !test.users.disableSecurityQuestion(removal).securityQuestionSet)
      #expect(try await set("Street?").securityQuestionSet)
    }

    @Test("Only the user enables a second factor")
    func enableTwoFactor() async throws {
      let bob = try await test.makeUser("Bob", password: TestService.password)
      await expectRefusal(.usersOnly, ["method": "roster.v1.CredentialService/EnrolTwoFactor"]) {
        try await test.credentials().enrolTwoFactor(EnrolTwoFactorRequest())
      }
      let session = try await test.signIns().impersonateUser(
        ImpersonateUserRequest(userID: bob.id, reason: "to help")
      )
      await expectRefusal(.impersonated) {
        try await test.credentials(as: session.sessionToken).enrolTwoFactor(EnrolTwoFactorRequest())
      }
      _ = try await test.enableTwoFactor(try await test.signIn("bob@example.com").sessionToken)
      #expect(try await test.user(bob.id).twoFactorEnabled)
    }

    @Test("A sign-in is shown as the user's last")
    func lastSignIn() async throws {
      let bob = try await test.makeUser("Bob", password: TestService.password)
      #expect(try await test.user(bob.id).lastLoginTime == nil)
      for _ in 0..<2 {
        test.clock.advance(seconds: 60)
        try await test.signIn("bob@example.com")
        let listed = try await test.users.listUsers(ListUsersRequest()).users
        #expect(listed.map(\.lastLoginTime) == [Timestamp(test.clock.now)])
      }
    }
  }
}

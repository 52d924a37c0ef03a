import RPC
import Roster
import RosterProto
import Testing

@Suite("Staff who act as a user")
struct ImpersonationTests {
  private let test = try! TestService()

  private func impersonate(_ user: User, _ reason: String = "ticket 7") async throws -> SignInResponse {
    try await test.signIns().impersonateUser(ImpersonateUserRequest(userID: user.id, reason: reason))
  }

  @Test("the session is marked and short, its event has the reason, and a mail tells the user")
  func marked() async throws {
    let ada = try await test.makeUser("Ada", password: TestService.password)
    let response = try await impersonate(ada)
    let session = try #require(response.session)
    #expect(session.userID == ada.id)
    #expect(session.stage == .complete)
    #expect(session.methods == [])
    #expect(session.impersonator?.kind == .staff)
    #expect(session.expireTime == Timestamp(test.clock.now + 3_600))
    #expect(try await test.validate(response.sessionToken).session == session)
    #expect(try await test.mailStates() == ["impersonated queued"])
    #expect(try await test.user(ada.id).lastLoginTime == nil)
    let event = try #require(try await test.latestEvents("session.created").first)
    #expect(event.changes.contains(EventChange(field: "reason", after: "ticket 7")))
    test.clock.advance(seconds: 3_600)
    await expectRefusal(.sessionInvalid) { try await test.validate(response.sessionToken) }
  }

  @Test("every event in it names the user and the member of the staff")
  func events() async throws {
    let ada = try await test.makeUser("Ada")
    let response = try await impersonate(ada)
    let change = UpdateUserRequest(user: User(id: ada.id, firstName: "Augusta"))
    _ = try await test.users(as: response.sessionToken).updateUser(change)
    let event = try #require(try await test.latestEvents("user.updated").first)
    #expect(event.actor == ProtoActor(kind: .user, id: ada.id, name: "Ada"))
    #expect(event.broker == response.session?.impersonator)
    let service = test.users(as: try test.makeToken(role: "portal"), onBehalfOf: response.sessionToken)
    _ = try await service.updateUser(UpdateUserRequest(user: User(id: ada.id, firstName: "Ada")))
    #expect(try await test.latestEvents("user.updated").first?.broker == response.session?.impersonator)
  }

  /// What staff cannot do as the user.
  enum Forbidden: CaseIterable {
    case password, email, enrol, confirm, disable, codes, question, reauthenticate, passkey, offer, accept
  }

  @Test("it cannot change credentials, addresses or ownerships", arguments: Forbidden.allCases)
  func forbidden(_ forbidden: Forbidden) async throws {
    let ada = try await test.makeUser("Ada", password: TestService.password)
    let acme = try await test.makeAccount(owner: ada)
    let token = try await impersonate(ada).sessionToken
    let user = test.credentials(as: token)
    await expectRefusal(.impersonated) {
      switch forbidden {
      case .password:
        _ = try await user.changePassword(
          ChangePasswordRequest(currentPassword: TestService.password, newPassword: "entirely other words")
        )
      case .email: _ = try await user.changeEmail(ChangeEmailRequest(email: "new@example.com"))
      case .enrol: _ = try await user.enrolTwoFactor(EnrolTwoFactorRequest())
      case .confirm: _ = try await user.confirmTwoFactor(ConfirmTwoFactorRequest(code: "123456"))
      case .disable: _ = try await user.disableOwnTwoFactor(DisableOwnTwoFactorRequest())
      case .codes: _ = try await user.regenerateRecoveryCodes(RegenerateRecoveryCodesRequest())
      case .question:
        _ = try await user.setSecurityQuestion(
          SetSecurityQuestionRequest(question: "First pet?", answer: "Rex")
        )
      case .reauthenticate:
        _ = try await user.reauthenticate(ReauthenticateRequest(password: TestService.password))
      case .passkey:
        _ = try await test.passkeys(as: token).beginPasskeyRegistration(BeginPasskeyRegistrationRequest())
      case .offer:
        _ = try await test.accounts(as: token).offerOwnership(
          OfferOwnershipRequest(accountID: acme.id, newOwnerUserID: ada.id)
        )
      case .accept:
        _ = try await test.accounts(as: token).acceptOwnershipOffer(
          AcceptOwnershipOfferRequest(accountID: acme.id)
        )
      }
    }
  }

  @Test("it needs the grant sessions.impersonate, a reason, and a user who is not locked")
  func refused() async throws {
    let ada = try await test.makeUser("Ada")
    let metadata = ["grant": "sessions.impersonate", "method": "roster.v1.SessionService/ImpersonateUser"]
    let service = try test.makeToken(role: "portal")
    await expectRefusal(.grantMissing, metadata) {
      try await test.signIns(as: service).impersonateUser(ImpersonateUserRequest(userID: ada.id, reason: "x"))
    }
    await expectRefusal(.invalidField, field: "reason") { try await impersonate(ada, "") }
    _ = try await test.users.lockUser(LockUserRequest(userID: ada.id))
    await expectRefusal(.userLocked, ["user_id": "\(ada.id)"]) { try await impersonate(ada) }
  }

  @Test("no mail is sent if the setting says so")
  func silent() async throws {
    try await test.updateSettings("impersonation_mail") { $0.impersonationMail = false }
    _ = try await impersonate(try await test.makeUser("Ada"))
    #expect(try await test.mailStates() == [])
  }
}

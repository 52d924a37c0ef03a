import Credentials
import RPC
import Roster
import RosterProto
import TestSupport
import Testing

@Suite("Passkeys")
struct PasskeyTests {
  private typealias Assertion = RosterProto.PasskeyAssertion

  private let test = try! TestService()

  /// A user who has a passkey, and the token of the session that registered it.
  private func registered(
    _ authenticator: VirtualAuthenticator = .es256
  ) async throws -> (user: User, token: String, passkey: RosterProto.Passkey) {
    try await enable()
    let ada = try await test.makeUser("Ada", password: TestService.password)
    let token = try await test.signIn().sessionToken
    return (ada, token, try await register(authenticator, as: token))
  }

  private func enable() async throws {
    try await test.updateSettings("passkey_relying_party_id", "passkey_origins") {
      $0.passkeyRelyingPartyID = "example.com"
      $0.passkeyOrigins = ["https://portal.example.com"]
    }
  }

  private func begin(as token: String) async throws -> BeginPasskeyRegistrationResponse {
    try await test.passkeys(as: token).beginPasskeyRegistration(BeginPasskeyRegistrationRequest())
  }

  private func register(
    _ authenticator: VirtualAuthenticator,
    challenge: [UInt8]? = nil,
    as token: String
  ) async throws -> RosterProto.Passkey {
    let challenge = if let challenge { challenge } else { try await begin(as: token).challenge }
    let response = authenticator.register(challenge: challenge)
    return try await test.passkeys(as: token).registerPasskey(
      RegisterPasskeyRequest(
        label: "My phone",
        credentialID: authenticator.id,
        clientData: response.clientDataJSON,
        attestationObject: response.attestationObject
      )
    )
  }

  private func assertion(
    _ authenticator: VirtualAuthenticator,
    _ challenge: PasskeyChallenge?,
    userHandle: [UInt8] = []
  ) throws -> Assertion {
    let response = authenticator.assert(challenge: try #require(challenge).challenge)
    return Assertion(
      credentialID: authenticator.id,
      clientData: response.clientDataJSON,
      authenticatorData: response.authenticatorData,
      signature: response.signature,
      userHandle: userHandle
    )
  }

  private func beginSignIn() async throws -> PasskeyChallenge? {
    try await test.signIns().beginPasskeySignIn(BeginPasskeySignInRequest()).challenge
  }

  private func signIn(_ assertion: Assertion) async throws -> SignInResponse {
    try await test.signIns().signInWithPasskey(
      SignInWithPasskeyRequest(assertion: assertion, deviceLabel: "Phone", sourceAddress: "192.0.2.1")
    )
  }

  @Test("a passkey is registered with the options of the server, is listed, and a mail tells the user")
  func register() async throws {
    try await enable()
    let ada = try await test.makeUser("Ada", password: TestService.password)
    let token = try await test.signIn().sessionToken
    let options = try await begin(as: token)
    #expect(options.challenge.count == 32)
    #expect(options.relyingPartyID == "example.com")
    #expect(options.relyingPartyName == "Roster")
    #expect(options.userName == "ada@example.com")
    #expect(options.algorithms == [-8, -7])
    #expect(options.expireTime == Timestamp(test.clock.now + 300))
    let passkey = try await register(.es256, challenge: options.challenge, as: token)
    #expect(passkey.userID == ada.id)
    #expect(passkey.label == "My phone")
    #expect(passkey.lastUseTime == nil)
    #expect(passkey.revision == (try await test.latestEvents("passkey.registered").first?.id))
    #expect(try await test.user(ada.id).twoFactorEnabled)
    #expect(try await test.passkeys(as: token).listPasskeys(.init(userID: ada.id)).passkeys == [passkey])
    #expect(try await test.passkeys().listPasskeys(.init(userID: ada.id)).passkeys == [passkey])
    #expect(try await test.mailStates() == ["passkey_added queued"])
    let next = try await begin(as: token)
    #expect(next.excludeCredentialIDs == [passkey.credentialID])
    #expect(next.userHandle == options.userHandle)
  }

  @Test("a challenge registers once, for its user, for 5 minutes")
  func registrationChallenge() async throws {
    let (_, token, _) = try await registered()
    var other = VirtualAuthenticator.es256
    other.id[0] = 1
    let metadata = ["check": "challenge"]
    let challenge = try await begin(as: token).challenge
    let bob = test.sessions.open(for: try await test.makeUser("Bob"))
    await expectRefusal(.passkeyRefused, metadata) {
      try await register(other, challenge: challenge, as: bob)
    }
    _ = try await register(other, challenge: challenge, as: token)
    other.id[0] = 2
    await expectRefusal(.passkeyRefused, metadata) {
      try await register(other, challenge: challenge, as: token)
    }
    let late = try await begin(as: token).challenge
    test.clock.advance(seconds: 300)
    await expectRefusal(.passkeyRefused, metadata) { try await register(other, challenge: late, as: token) }
    let signIn = try #require(try await beginSignIn()).challenge
    await expectRefusal(.passkeyRefused, metadata) { try await register(other, challenge: signIn, as: token) }
  }

  @Test("a credential is registered once, and a registration for another site is refused")
  func registrationRefused() async throws {
    let authenticator = VirtualAuthenticator.es256
    let (_, token, _) = try await registered(authenticator)
    await expectRefusal(.passkeyExists) { try await register(authenticator, as: token) }
    var phishing = VirtualAuthenticator.es256
    phishing.id[0] = 1
    phishing.origin = "https://portal.example.net"
    do {
      Issue.record("answered \(try await register(phishing, as: token))")
    } catch let error as RPCError {
      #expect(error.reason == .passkeyRefused)
      #expect(error.metadata["check"] == "step 9")
    }
  }

  @Test("a user has at most 20 passkeys")
  func limit() async throws {
    let (_, token, _) = try await registered()
    for index in 1..<20 {
      var authenticator = VirtualAuthenticator.eddsa
      authenticator.id[0] = UInt8(index)
      _ = try await register(authenticator, as: token)
    }
    await expectRefusal(.tooManyPasskeys, ["limit": "20"]) { try await begin(as: token) }
  }

  @Test("there are no passkeys while the setting is empty")
  func disabled() async throws {
    _ = try await test.makeUser("Ada", password: TestService.password)
    let token = try await test.signIn().sessionToken
    await expectRefusal(.passkeysDisabled) { try await begin(as: token) }
    await expectRefusal(.passkeysDisabled) { try await beginSignIn() }
    await expectRefusal(.passkeysDisabled) { try await signIn(Assertion(credentialID: [1])) }
    await expectRefusal(.invalidField, field: "assertion") {
      try await test.signIns().signInWithPasskey(SignInWithPasskeyRequest())
    }
  }

  @Test(
    "a passkey with user verification signs in without a password",
    arguments: [
      VirtualAuthenticator.es256, .eddsa,
    ]
  )
  func signIn(_ authenticator: VirtualAuthenticator) async throws {
    let (ada, token, _) = try await registered(authenticator)
    let handle = try await begin(as: token).userHandle
    let response = try await signIn(assertion(authenticator, beginSignIn(), userHandle: handle))
    #expect(response.session?.stage == .complete)
    #expect(response.session?.methods == [.passkey])
    #expect(response.user?.id == ada.id)
    #expect(response.user?.lastLoginTime == Timestamp(test.clock.now))
    try await test.validate(response.sessionToken)
    let used = try await test.passkeys().listPasskeys(.init(userID: ada.id)).passkeys.first
    #expect(used?.lastUseTime == Timestamp(test.clock.now))
  }

  /// What is wrong with an assertion.
  enum Fault: CaseIterable {
    case unverified, unknownCredential, foreignOrigin, otherKey, userHandle, oldChallenge, lockedUser
  }

  @Test("an assertion with a fault is refused like a wrong password", arguments: Fault.allCases)
  func refused(_ fault: Fault) async throws {
    var authenticator = VirtualAuthenticator.es256
    let (ada, _, _) = try await registered(authenticator)
    let challenge = try await beginSignIn()
    var handle: [UInt8] = []
    switch fault {
    case .unverified: authenticator.flags = 0x01
    case .unknownCredential: authenticator.id[0] = 1
    case .foreignOrigin: authenticator.origin = "https://portal.example.net"
    case .otherKey: authenticator.key = VirtualAuthenticator.es256.key
    case .userHandle: handle = [1, 2, 3]
    case .oldChallenge: test.clock.advance(seconds: 300)
    case .lockedUser: _ = try await test.users.lockUser(LockUserRequest(userID: ada.id))
    }
    await expectRefusal(.signInRefused) {
      try await signIn(assertion(authenticator, challenge, userHandle: handle))
    }
    #expect(try await test.latestEvents("session.refused").count == 1)
  }

  @Test("the same assertion is accepted once, also of 20 calls in parallel")
  func replay() async throws {
    let authenticator = VirtualAuthenticator.es256
    _ = try await registered(authenticator)
    let assertion = try assertion(authenticator, try await beginSignIn())
    let accepted = await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<20 { group.addTask { (try? await signIn(assertion)) != nil } }
      return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
    }
    #expect(accepted == 1)
    await expectRefusal(.signInRefused) { try await signIn(assertion) }
  }

  @Test("a counter that does not go on tells of a copy, and is refused")
  func counter() async throws {
    var authenticator = VirtualAuthenticator.es256
    authenticator.signCount = 5
    _ = try await registered(authenticator)
    await expectRefusal(.signInRefused) { try await signIn(assertion(authenticator, beginSignIn())) }
    authenticator.signCount = 6
    _ = try await signIn(assertion(authenticator, beginSignIn()))
    await expectRefusal(.signInRefused) { try await signIn(assertion(authenticator, beginSignIn())) }
  }

  @Test("a passkey is the second factor of a sign-in by password, also without user verification")
  func secondFactor() async throws {
    var authenticator = VirtualAuthenticator.es256
    let (_, _, passkey) = try await registered(authenticator)
    authenticator.flags = 0x01
    let started = try await test.signIn()
    #expect(started.session?.stage == .secondFactor)
    #expect(started.secondFactors == [.passkey])
    #expect(started.passkeyChallenge?.credentialIDs == [passkey.credentialID])
    let foreign = try assertion(.es256, started.passkeyChallenge)
    await expectRefusal(.secondFactorRefused) { try await test.complete(started, foreign) }
    let again = try await test.signIn()
    let right = try assertion(authenticator, again.passkeyChallenge)
    let completed = try await test.complete(again, right)
    #expect(completed.session?.methods == [.password, .passkey])
    await expectRefusal(.secondFactorRefused) { try await test.complete(try await test.signIn(), right) }
  }

  @Test("a passkey proves again who uses the session")
  func reauthenticate() async throws {
    let authenticator = VirtualAuthenticator.es256
    let (_, token, _) = try await registered(authenticator)
    test.clock.advance(seconds: 601)
    await expectRefusal(.reauthenticationRequired) { try await begin(as: token) }
    let proof = try assertion(authenticator, try await beginSignIn())
    let user = test.credentials(as: token)
    _ = try await user.reauthenticate(ReauthenticateRequest(passkeyAssertion: proof))
    _ = try await begin(as: token)
    await expectRefusal(.reauthenticationRefused) {
      try await user.reauthenticate(ReauthenticateRequest(passkeyAssertion: proof))
    }
  }

  @Test("a session that has to enrol is complete after the registration of a passkey")
  func enrolment() async throws {
    try await enable()
    _ = try await test.makeUser("Ada", password: TestService.password)
    try await test.updateSettings("two_factor_required") { $0.twoFactorRequired = true }
    let response = try await test.signIn()
    #expect(response.session?.stage == .enrolment)
    _ = try await register(.es256, as: response.sessionToken)
    #expect(try await test.validate(response.sessionToken).session?.stage == .complete)
  }

  @Test("staff remove a passkey: it signs nobody in any more, and the last one was the second factor")
  func removedByStaff() async throws {
    let authenticator = VirtualAuthenticator.es256
    let (ada, _, passkey) = try await registered(authenticator)
    let removal = RemovePasskeyRequest(userID: ada.id, passkeyID: passkey.id)
    let response = try await test.passkeys().removePasskey(removal)
    #expect(response.revision == (try await test.latestEvents("passkey.removed").first?.id))
    #expect(try await test.mailStates().contains("passkey_removed queued"))
    #expect(try await !test.user(ada.id).twoFactorEnabled)
    #expect(try await test.signIn().session?.stage == .complete)
    await expectRefusal(.signInRefused) { try await signIn(assertion(authenticator, beginSignIn())) }
    await expectRefusal(.passkeyNotFound, ["user_id": "\(ada.id)", "passkey_id": "\(passkey.id)"]) {
      try await test.passkeys().removePasskey(removal)
    }
  }

  @Test("users remove their own passkeys only")
  func removedByUser() async throws {
    let (ada, token, passkey) = try await registered()
    let bob = test.sessions.open(for: try await test.makeUser("Bob"))
    let removal = RemovePasskeyRequest(userID: ada.id, passkeyID: passkey.id)
    await expectRefusal(.selfOnly, ["user_id": "\(ada.id)"]) {
      try await test.passkeys(as: bob).removePasskey(removal)
    }
    await expectRefusal(.selfOnly, ["user_id": "\(ada.id)"]) {
      try await test.passkeys(as: bob).listPasskeys(ListPasskeysRequest(userID: ada.id))
    }
    _ = try await test.passkeys(as: token).removePasskey(removal)
  }
}

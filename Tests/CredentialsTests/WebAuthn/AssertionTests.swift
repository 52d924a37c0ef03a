import Crypto
import TestSupport
import Testing

@testable import Credentials

@Suite("Signing in with a passkey")
struct AssertionTests {
  private let party = RelyingParty(id: "example.com", origins: ["https://portal.example.com"])
  private let challenge = RelyingParty.makeChallenge()

  private func passkey(_ authenticator: VirtualAuthenticator) throws -> Passkey {
    let challenge = RelyingParty.makeChallenge()
    let registration = authenticator.register(challenge: challenge)
    return try party.verify(registration, challenge: challenge, requireUserVerification: false)
  }

  private func verify(
    _ assertion: PasskeyAssertion,
    of passkey: Passkey,
    requireUserVerification: Bool = true
  ) throws(WebAuthnError) -> VerifiedAssertion {
    try party.verify(
      assertion,
      of: passkey,
      challenge: challenge,
      requireUserVerification: requireUserVerification
    )
  }

  private func expectRefused(
    _ assertion: PasskeyAssertion,
    of passkey: Passkey,
    _ fault: WebAuthnError.Fault,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let expected = WebAuthnError(ceremony: .authentication, fault: fault)
    #expect(throws: expected, sourceLocation: sourceLocation) { try verify(assertion, of: passkey) }
  }

  @Test("works with the key that was registered", arguments: [VirtualAuthenticator.es256, .eddsa])
  func accepted(_ authenticator: VirtualAuthenticator) throws {
    var authenticator = authenticator
    authenticator.flags = 0x0d
    let passkey = try passkey(authenticator)
    authenticator.signCount = 1
    authenticator.flags = 0x1d
    let verified = try verify(authenticator.assert(challenge: challenge), of: passkey)
    #expect(verified == VerifiedAssertion(signCount: 1, isUserVerified: true, isBackedUp: true))
    authenticator.flags = 0x09
    let present = try verify(
      authenticator.assert(challenge: challenge),
      of: passkey,
      requireUserVerification: false
    )
    #expect(present == VerifiedAssertion(signCount: 1, isUserVerified: false, isBackedUp: false))
    expectRefused(authenticator.assert(challenge: challenge), of: passkey, .userNotVerified)
  }

  @Test("is refused with another key, challenge, origin, relying party, type or flags")
  func refused() throws {
    var authenticator = VirtualAuthenticator.eddsa
    let passkey = try passkey(authenticator)
    expectRefused(VirtualAuthenticator.eddsa.assert(challenge: challenge), of: passkey, .signature)
    expectRefused(VirtualAuthenticator.es256.assert(challenge: challenge), of: passkey, .signature)
    expectRefused(authenticator.assert(challenge: RelyingParty.makeChallenge()), of: passkey, .challenge)
    let registration = authenticator.register(challenge: challenge)
    let replayed = PasskeyAssertion(
      clientDataJSON: registration.clientDataJSON,
      authenticatorData: authenticator.registrationData,
      signature: authenticator.sign(authenticator.registrationData)
    )
    expectRefused(replayed, of: passkey, .type)
    authenticator.origin = "https://evil.example"
    expectRefused(authenticator.assert(challenge: challenge), of: passkey, .origin("https://evil.example"))
    authenticator.origin = "https://portal.example.com"
    authenticator.crossOrigin = true
    expectRefused(authenticator.assert(challenge: challenge), of: passkey, .crossOrigin)
    authenticator.crossOrigin = nil
    authenticator.relyingPartyID = "evil.example"
    expectRefused(authenticator.assert(challenge: challenge), of: passkey, .relyingParty)
    authenticator.relyingPartyID = "example.com"
    authenticator.flags = 0x04
    expectRefused(authenticator.assert(challenge: challenge), of: passkey, .userNotPresent)
    // Backed up without being able to, and able to unlike at the registration.
    for flags: UInt8 in [0x15, 0x0d, 0x1d] {
      authenticator.flags = flags
      expectRefused(authenticator.assert(challenge: challenge), of: passkey, .backupFlags)
    }
  }

  @Test(
    "is refused if client data or authenticator data were changed after signing",
    arguments: [
      VirtualAuthenticator.es256, .eddsa,
    ]
  )
  func changed(_ authenticator: VirtualAuthenticator) throws {
    let passkey = try passkey(authenticator)
    let assertion = authenticator.assert(challenge: challenge)
    let spaced = PasskeyAssertion(
      clientDataJSON: assertion.clientDataJSON + [0x20],
      authenticatorData: assertion.authenticatorData,
      signature: assertion.signature
    )
    expectRefused(spaced, of: passkey, .signature)
    var data = assertion.authenticatorData
    data[36] += 1
    let counted = PasskeyAssertion(
      clientDataJSON: assertion.clientDataJSON,
      authenticatorData: data,
      signature: assertion.signature
    )
    expectRefused(counted, of: passkey, .signature)
  }

  @Test(
    "needs a counter that increases, unless there is none",
    arguments: [
      (0, 0, true), (0, 1, true), (1, 2, true), (1, .max, true), (5, 5, false), (5, 4, false), (5, 0, false),
      (.max, 0, false), (.max, .max, false),
    ] as [(UInt32, UInt32, Bool)]
  )
  func signCount(_ stored: UInt32, _ sent: UInt32, _ isAccepted: Bool) throws {
    var authenticator = VirtualAuthenticator.eddsa
    authenticator.signCount = stored
    let passkey = try passkey(authenticator)
    authenticator.signCount = sent
    let assertion = authenticator.assert(challenge: challenge)
    if isAccepted {
      #expect(try verify(assertion, of: passkey).signCount == sent)
    } else {
      expectRefused(assertion, of: passkey, .signCount)
    }
  }

  @Test("is refused if what was stored of the passkey is damaged")
  func damagedPasskey() throws {
    let authenticator = VirtualAuthenticator.eddsa
    let passkey = Passkey(
      id: authenticator.id,
      publicKey: [1, 2, 3],
      signCount: 0,
      aaguid: authenticator.aaguid,
      isBackupEligible: false,
      isBackedUp: false
    )
    let assertion = authenticator.assert(challenge: challenge)
    expectRefused(assertion, of: passkey, .format("the public key is not CBOR"))
  }
}

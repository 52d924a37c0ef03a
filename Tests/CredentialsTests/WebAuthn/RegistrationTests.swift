import Crypto
import Foundation
import TestSupport
import Testing

@testable import Credentials

@Suite("Registering a passkey")
struct RegistrationTests {
  private let party = RelyingParty(
    id: "example.com",
    origins: ["https://portal.example.com", "https://example.com"]
  )
  private let challenge = RelyingParty.makeChallenge()

  private func verify(
    _ registration: PasskeyRegistration,
    requireUserVerification: Bool = true
  ) throws(WebAuthnError) -> Passkey {
    try party.verify(registration, challenge: challenge, requireUserVerification: requireUserVerification)
  }

  private func expectRefused(
    _ authenticator: VirtualAuthenticator,
    _ fault: WebAuthnError.Fault,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let expected = WebAuthnError(ceremony: .registration, fault: fault)
    #expect(throws: expected, sourceLocation: sourceLocation) {
      try verify(authenticator.register(challenge: challenge))
    }
  }

  @Test("sends a challenge of 32 random bytes, and asks for EdDSA or ES256")
  func options() {
    #expect(challenge.count == 32)
    #expect(challenge != RelyingParty.makeChallenge())
    #expect(RelyingParty.algorithms == [-8, -7])
  }

  @Test("gives what is to be stored", arguments: [VirtualAuthenticator.es256, .eddsa])
  func accepted(_ authenticator: VirtualAuthenticator) throws {
    var authenticator = authenticator
    authenticator.signCount = 258
    authenticator.flags = 0x1d
    let passkey = try verify(authenticator.register(challenge: challenge))
    #expect(
      passkey
        == Passkey(
          id: authenticator.id,
          publicKey: authenticator.ownPublicKey.encoded,
          signCount: 258,
          transports: ["internal"],
          aaguid: authenticator.aaguid,
          isBackupEligible: true,
          isBackedUp: true
        )
    )
    authenticator.flags = 0x05
    let bound = try verify(authenticator.register(challenge: challenge))
    #expect(!bound.isBackupEligible && !bound.isBackedUp)
  }

  @Test("is refused for another type, challenge, origin or frame, or a client data that is not JSON")
  func clientData() throws {
    var authenticator = VirtualAuthenticator.es256
    func refused(_ clientData: [UInt8]) -> WebAuthnError? {
      let object = authenticator.attestationObject(clientData).encoded
      return #expect(throws: WebAuthnError.self) {
        try verify(PasskeyRegistration(clientDataJSON: clientData, attestationObject: object))
      }
    }
    #expect(refused(authenticator.clientData("webauthn.get", challenge))?.fault == .type)
    #expect(refused(authenticator.clientData("", challenge))?.fault == .type)
    #expect(refused(authenticator.clientData("webauthn.create", challenge + [0]))?.fault == .challenge)
    #expect(refused(authenticator.clientData("webauthn.create", []))?.fault == .challenge)
    let other = RelyingParty.makeChallenge()
    #expect(refused(authenticator.clientData("webauthn.create", other))?.fault == .challenge)
    let texts = [
      "", "{", "[]", "null", "{}", #"{"type":"webauthn.create"}"#, #"{"type":1,"challenge":"","origin":""}"#,
      #"{"type":"webauthn.create","challenge":"","origin":"","crossOrigin":"no"}"#,
      String(repeating: "[", count: 4_000), "{" + String(repeating: " ", count: 5_000) + "}",
    ]
    for text in texts { #expect(refused(Array(text.utf8))?.fault == .clientData, "\(text.prefix(80))") }
    #expect(refused([0xff, 0xfe])?.fault == .clientData)

    for origin in [
      "https://evil.example", "https://example.com.", "http://example.com", "https://example.com/", "",
    ] {
      authenticator.origin = origin
      expectRefused(authenticator, .origin(origin))
    }
    authenticator.origin = "https://example.com"
    _ = try verify(authenticator.register(challenge: challenge))
    authenticator.crossOrigin = false
    _ = try verify(authenticator.register(challenge: challenge))
    authenticator.crossOrigin = true
    expectRefused(authenticator, .crossOrigin)
    authenticator.crossOrigin = nil
    authenticator.topOrigin = "https://evil.example"
    expectRefused(authenticator, .crossOrigin)
  }

  @Test("is refused for another relying party, or with flags that do not do")
  func authenticatorData() throws {
    var authenticator = VirtualAuthenticator.eddsa
    authenticator.relyingPartyID = "portal.example.com"
    expectRefused(authenticator, .relyingParty)
    authenticator.relyingPartyID = "example.com"
    authenticator.flags = 0x04
    expectRefused(authenticator, .userNotPresent)
    authenticator.flags = 0x01
    expectRefused(authenticator, .userNotVerified)
    _ = try verify(authenticator.register(challenge: challenge), requireUserVerification: false)
    authenticator.flags = 0x15
    expectRefused(authenticator, .backupFlags)
  }

  @Test("accepts self attestation, if its signature is valid")
  func selfAttestation() throws {
    for plain in [VirtualAuthenticator.es256, .eddsa] {
      var authenticator = plain
      authenticator.format = "packed"
      _ = try verify(authenticator.register(challenge: challenge))
      let algorithm = TestCBOR.integer(-7)
      let wrong: [TestCBOR] = [
        .map([]), .map([(.text("alg"), algorithm)]), .map([(.text("sig"), .bytes([1]))]),
        .map([(.text("alg"), algorithm), (.text("sig"), .bytes([]))]),
        .map([(.text("alg"), algorithm), (.text("sig"), .bytes(authenticator.sign([1])))]),
        .map([(.text("alg"), .integer(-257)), (.text("sig"), .bytes(authenticator.sign([1])))]),
        .map([(.text("alg"), algorithm), (.text("sig"), .text("x")), (.text("x"), .integer(1))]),
      ]
      for statement in wrong {
        authenticator.statement = statement
        expectRefused(authenticator, .signature)
      }
    }
  }

  @Test("refuses attestation with certificates, other formats, and statements that none cannot have")
  func otherAttestation() {
    var authenticator = VirtualAuthenticator.es256
    authenticator.format = "packed"
    authenticator.statement = .map([
      (.text("alg"), .integer(-7)), (.text("sig"), .bytes([1])), (.text("x5c"), .array([.bytes([1])])),
    ])
    expectRefused(authenticator, .attestation("packed"))
    authenticator.statement = nil
    for format in ["tpm", "android-key", "android-safetynet", "fido-u2f", "apple", "", "None"] {
      authenticator.format = format
      expectRefused(authenticator, .attestation(format))
    }
    authenticator.format = "none"
    authenticator.statement = .map([(.text("x"), .integer(1))])
    expectRefused(authenticator, .attestation("none"))
  }

  @Test("takes ids of 1 to 1,023 bytes")
  func ids() throws {
    var authenticator = VirtualAuthenticator.es256
    for count in [1, 16, 1_023] {
      authenticator.id = Array(repeating: 7, count: count)
      #expect(try verify(authenticator.register(challenge: challenge)).id == authenticator.id)
    }
    for count in [0, 1_024, 4_000] {
      authenticator.id = Array(repeating: 7, count: count)
      expectRefused(authenticator, .format("the credential's id has \(count) bytes"))
    }
  }

  @Test("ignores extensions, which have to be a map")
  func extensions() throws {
    var authenticator = VirtualAuthenticator.eddsa
    authenticator.extensions = .map([(.text("credProtect"), .integer(2)), (.text("x"), .map([]))])
    _ = try verify(authenticator.register(challenge: challenge))
    authenticator.extensions = .array([])
    expectRefused(authenticator, .format("its extensions are not a map"))
    authenticator.extensions = .raw([])
    expectRefused(authenticator, .format("CBOR: truncated"))
  }

  @Test("says the step of the specification that was not passed")
  func steps() {
    let error = WebAuthnError(ceremony: .registration, fault: .challenge)
    #expect(error.step == 8)
    #expect("\(error)" == "the challenge is not the one that was sent (WebAuthn, section 7.1, step 8)")
    let flags = WebAuthnError(ceremony: .authentication, fault: .backupFlags)
    #expect(flags.step == nil)
    #expect("\(flags)".hasSuffix("(WebAuthn Level 3, section 7.2)"))
  }
}

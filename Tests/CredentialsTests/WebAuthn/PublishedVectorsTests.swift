import TestSupport
import Testing

@testable import Credentials

/// The test vectors of Web Authentication Level 3, section 16.
@Suite("The test vectors of WebAuthn Level 3")
struct PublishedVectorsTests {
  private let party = RelyingParty(id: "example.org", origins: ["https://example.org"])

  @Test("ES256 without attestation: registers and signs in")
  func es256() throws {
    let passkey = try party.verify(
      PasskeyRegistration(
        clientDataJSON: hex(ES256Vector.registrationClientData),
        attestationObject: hex(ES256Vector.attestationObject)
      ),
      challenge: hex(ES256Vector.registrationChallenge),
      requireUserVerification: false
    )
    #expect(passkey.id == hex("f91f391db4c9b2fde0ea70189cba3fb63f579ba6122b33ad94ff3ec330084be4"))
    #expect(passkey.aaguid == hex("8446ccb9ab1db374750b2367ff6f3a1f"))
    #expect(passkey.isBackupEligible && passkey.isBackedUp)
    let assertion = PasskeyAssertion(
      clientDataJSON: hex(ES256Vector.assertionClientData),
      authenticatorData: hex("bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b51900000000"),
      signature: hex(ES256Vector.signature)
    )
    let challenge = hex("39c0e7521417ba54d43e8dc95174f423dee9bf3cd804ff6d65c857c9abf4d408")
    let verified = try party.verify(
      assertion,
      of: passkey,
      challenge: challenge,
      requireUserVerification: false
    )
    #expect(verified == VerifiedAssertion(signCount: 0, isUserVerified: false, isBackedUp: true))
    let error = WebAuthnError(ceremony: .authentication, fault: .userNotVerified)
    #expect(throws: error) {
      try party.verify(assertion, of: passkey, challenge: challenge, requireUserVerification: true)
    }
  }

  @Test("ES256 with self attestation: registers")
  func selfAttestation() throws {
    let passkey = try party.verify(
      PasskeyRegistration(
        clientDataJSON: hex(SelfAttestationVector.clientData),
        attestationObject: hex(SelfAttestationVector.attestationObject)
      ),
      challenge: hex("7869c2b772d4b58eba9378cf8f29e26cf935aa77df0da89fa99c0bdc0a76f7e5"),
      requireUserVerification: true
    )
    #expect(passkey.id == hex("455ef34e2043a87db3d4afeb39bbcb6cc32df9347c789a865ecdca129cbef58c"))
    #expect(passkey.isBackupEligible && passkey.isBackedUp)
  }

  @Test("ES256 in a frame of another site: refused")
  func crossOrigin() {
    let error = WebAuthnError(ceremony: .authentication, fault: .crossOrigin)
    #expect(throws: error) {
      try party.verify(
        PasskeyAssertion(
          clientDataJSON: hex(CrossOriginVector.clientData),
          authenticatorData: hex(
            "bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b50500000000"
          ),
          signature: hex(CrossOriginVector.signature)
        ),
        of: Passkey(
          id: hex("6e1050c0d2ca2f07c755cb2c66a74c64fa43065c18f938354d9915db2bd5ce57"),
          publicKey: hex(CrossOriginVector.publicKey),
          signCount: 0,
          aaguid: hex("883f4f6014f19c09d87aa38123be48d0"),
          isBackupEligible: false,
          isBackedUp: false
        ),
        challenge: hex("876aa517ba83fdee65fcffdbca4c84eeae5d54f8041a1fc85c991e5bbb273137"),
        requireUserVerification: true
      )
    }
  }

  @Test("Ed25519: its authenticator data registers with attestation none, as clients make it, and signs in")
  func ed25519() throws {
    let data = hex(Ed25519Vector.authenticatorData)
    let object: TestCBOR = .map([
      (.text("fmt"), .text("none")), (.text("attStmt"), .map([])), (.text("authData"), .bytes(data)),
    ])
    let passkey = try party.verify(
      PasskeyRegistration(
        clientDataJSON: hex(Ed25519Vector.registrationClientData),
        attestationObject: object.encoded
      ),
      challenge: hex("560c73a09ce7a1586d61c1d6e41fef149be523e220fc9f385d38ab23702ebf1b"),
      requireUserVerification: false
    )
    #expect(passkey.id == hex("c6cffa01b7fda368a7e0b29c1384a719820246bca894dd12914708743af0cecd"))
    let verified = try party.verify(
      PasskeyAssertion(
        clientDataJSON: hex(Ed25519Vector.assertionClientData),
        authenticatorData: hex("bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b51900000000"),
        signature: hex(Ed25519Vector.signature)
      ),
      of: passkey,
      challenge: hex("3790da8b2b72ee8ce19761787ad38cbfaa697eb3ca013a1342988756b98785ab"),
      requireUserVerification: false
    )
    #expect(verified == VerifiedAssertion(signCount: 0, isUserVerified: false, isBackedUp: true))
  }
}

import Crypto

/// The server's part of WebAuthn Level 2, with the backup flags of Level 3.
///
/// A response that is refused throws a `WebAuthnError`, which says the step. What needs a database is the
/// caller's: which challenge was sent and that it is used once, that a credential's id is new, whose a
/// credential is (section 7.2, steps 5 to 7), and storing what was verified.
package struct RelyingParty: Sendable {
  package static let challengeBytes = 32
  /// For pubKeyCredParams.
  package static let algorithms = PasskeyPublicKey.Algorithm.allCases.map(\.rawValue)

  /// A domain, such as `example.com`.
  package let id: String
  /// The origins of pages that may ask, such as `https://portal.example.com`, compared exactly.
  package let origins: Set<String>

  package init(id: String, origins: Set<String>) {
    self.id = id
    self.origins = origins
  }

  package static func makeChallenge() -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return makeChallenge(using: &generator)
  }

  package static func makeChallenge(using generator: inout some RandomNumberGenerator) -> [UInt8] {
    generator.bytes(challengeBytes)
  }

  /// Registers a passkey (section 7.1).
  ///
  /// Attestation is not asked for (conveyance `none`), so clients send the formats `none` and, if the
  /// authenticator names no model, self attestation (section 5.1.3). Others are refused: their certificates
  /// would be neither checked nor stored.
  package func verify(
    _ registration: PasskeyRegistration,
    challenge: [UInt8],
    requireUserVerification: Bool
  ) throws(WebAuthnError) -> Passkey {
    do throws(WebAuthnError.Fault) {
      try ClientData(json: registration.clientDataJSON)
        .check(type: "webauthn.create", challenge: challenge, origins: origins)
      let attestation = try AttestationObject(registration.attestationObject)
      let data = attestation.authenticatorData
      try check(data, requireUserVerification)
      guard let credential = data.credential else { throw .format("it has no credential") }
      let key = try PasskeyPublicKey(encoded: credential.publicKey)
      try attestation.verify(key, clientDataHash: Self.hash(registration.clientDataJSON))
      return Passkey(
        id: credential.id,
        publicKey: credential.publicKey,
        signCount: data.signCount,
        transports: registration.transports,
        aaguid: credential.aaguid,
        isBackupEligible: data.flags.contains(.backupEligible),
        isBackedUp: data.flags.contains(.backedUp)
      )
    } catch {
      throw WebAuthnError(ceremony: .registration, fault: error)
    }
  }

  /// Verifies a sign-in with a passkey (section 7.2).
  ///
  /// - Parameter passkey: as stored, of the credential id in the response.
  package func verify(
    _ assertion: PasskeyAssertion,
    of passkey: Passkey,
    challenge: [UInt8],
    requireUserVerification: Bool
  ) throws(WebAuthnError) -> VerifiedAssertion {
    do throws(WebAuthnError.Fault) {
      let key = try PasskeyPublicKey(encoded: passkey.publicKey)
      try ClientData(json: assertion.clientDataJSON)
        .check(type: "webauthn.get", challenge: challenge, origins: origins)
      let data = try AuthenticatorData(assertion.authenticatorData)
      try check(data, requireUserVerification)
      guard data.flags.contains(.backupEligible) == passkey.isBackupEligible else { throw .backupFlags }
      let message = assertion.authenticatorData + Self.hash(assertion.clientDataJSON)
      guard key.isValid(assertion.signature, of: message) else { throw .signature }
      // Authenticators without a counter send 0 always.
      guard data.signCount > passkey.signCount || (data.signCount == 0 && passkey.signCount == 0) else {
        throw .signCount
      }
      return VerifiedAssertion(
        signCount: data.signCount,
        isUserVerified: data.flags.contains(.userVerified),
        isBackedUp: data.flags.contains(.backedUp)
      )
    } catch {
      throw WebAuthnError(ceremony: .authentication, fault: error)
    }
  }

  private func check(
    _ data: AuthenticatorData,
    _ requireUserVerification: Bool
  ) throws(WebAuthnError.Fault) {
    guard data.isFor(id) else { throw .relyingParty }
    guard data.flags.contains(.userPresent) else { throw .userNotPresent }
    guard !requireUserVerification || data.flags.contains(.userVerified) else { throw .userNotVerified }
    guard data.flags.contains(.backupEligible) || !data.flags.contains(.backedUp) else { throw .backupFlags }
  }

  private static func hash(_ clientDataJSON: [UInt8]) -> [UInt8] {
    Array(SHA256.hash(data: clientDataJSON))
  }
}

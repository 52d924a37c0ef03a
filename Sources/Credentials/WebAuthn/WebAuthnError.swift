/// A response of an authenticator that was refused.
package struct WebAuthnError: Error, Sendable, Hashable, CustomStringConvertible {
  package enum Ceremony: Sendable {
    case registration, authentication
  }

  package enum Fault: Error, Sendable, Hashable {
    /// clientDataJSON is not JSON in UTF-8, or has no type, challenge or origin.
    case clientData
    /// The response is of the other ceremony.
    case type
    case challenge
    case origin(String)
    /// The page was in a frame of another site.
    case crossOrigin
    /// The attestation object or the authenticator data is not as section 6 has it; with what is wrong.
    case format(String)
    case relyingParty
    case userNotPresent
    case userNotVerified
    /// Backed up, though it cannot be; or whether it can be has changed since the registration.
    case backupFlags
    /// Not ES256 or EdDSA.
    case algorithm
    /// The key is not a valid point of its curve.
    case publicKey
    /// Neither none nor self attestation; with the format.
    case attestation(String)
    case signature
    /// The counter did not increase: there may be a copy of the authenticator.
    case signCount
  }

  package let ceremony: Ceremony
  package let fault: Fault

  /// The step of WebAuthn Level 2 that refused it: of section 7.1 for a registration, of 7.2 for an
  /// authentication; nil for backup flags, which Level 3 has added.
  package var step: Int? {
    switch (fault, ceremony) {
    case (.clientData, .registration): 6
    case (.clientData, .authentication): 10
    case (.type, .registration): 7
    case (.type, .authentication): 11
    case (.challenge, .registration): 8
    case (.challenge, .authentication): 12
    case (.origin, .registration), (.crossOrigin, .registration): 9
    case (.origin, .authentication), (.crossOrigin, .authentication): 13
    case (.format, .registration): 12
    case (.format, .authentication): 8
    case (.relyingParty, .registration): 13
    case (.relyingParty, .authentication): 15
    case (.userNotPresent, .registration): 14
    case (.userNotPresent, .authentication): 16
    case (.userNotVerified, .registration): 15
    case (.userNotVerified, .authentication): 17
    case (.backupFlags, _): nil
    case (.algorithm, .registration), (.publicKey, .registration): 16
    case (.algorithm, .authentication), (.publicKey, .authentication): 7
    case (.attestation, _): 18
    case (.signature, .registration): 19
    case (.signature, .authentication): 20
    case (.signCount, _): 21
    }
  }

  /// For the log.
  package var description: String {
    let section = ceremony == .registration ? "7.1" : "7.2"
    let place =
      step.map { "WebAuthn, section \(section), step \($0)" } ?? "WebAuthn Level 3, section \(section)"
    return "\(explanation) (\(place))"
  }

  private var explanation: String {
    switch fault {
    case .clientData: "the client data is not JSON with type, challenge and origin"
    case .type: "the response is of another ceremony"
    case .challenge: "the challenge is not the one that was sent"
    case .origin(let origin): "the origin \(origin.debugDescription) is not one of the relying party's"
    case .crossOrigin: "the page was in a frame of another site"
    case .format(let what): "the authenticator's data is malformed: \(what)"
    case .relyingParty: "the response is for another relying party"
    case .userNotPresent: "the user was not present"
    case .userNotVerified: "the user was not verified"
    case .backupFlags: "the backup flags contradict each other or the registration"
    case .algorithm: "the key is neither ES256 nor EdDSA"
    case .publicKey: "the public key is not valid"
    case .attestation(let format):
      "the attestation format \(format.debugDescription) is neither none nor self"
    case .signature: "the signature is not valid"
    case .signCount: "the signature counter did not increase: the authenticator may have been copied"
    }
  }
}

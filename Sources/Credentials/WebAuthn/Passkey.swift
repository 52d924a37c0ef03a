/// A registered passkey: what is stored of it.
package struct Passkey: Sendable, Hashable {
  /// Unique: a second registration with the same id has to be refused (WebAuthn, section 7.1, step 22).
  package let id: [UInt8]
  /// A COSE key, as the authenticator encoded it.
  package let publicKey: [UInt8]
  /// To be replaced by that of each assertion.
  package let signCount: UInt32
  /// How the client can reach the authenticator, such as `internal` or `usb`; a hint for it, and not
  /// verified.
  package let transports: [String]
  /// The authenticator's model, 16 bytes, as it says; zeros if it does not.
  package let aaguid: [UInt8]
  /// Whether it can be copied to other devices of its user.
  package let isBackupEligible: Bool
  package let isBackedUp: Bool

  package init(
    id: [UInt8],
    publicKey: [UInt8],
    signCount: UInt32,
    transports: [String] = [],
    aaguid: [UInt8],
    isBackupEligible: Bool,
    isBackedUp: Bool
  ) {
    self.id = id
    self.publicKey = publicKey
    self.signCount = signCount
    self.transports = transports
    self.aaguid = aaguid
    self.isBackupEligible = isBackupEligible
    self.isBackedUp = isBackedUp
  }
}

/// What navigator.credentials.create() gave.
package struct PasskeyRegistration: Sendable {
  package let clientDataJSON: [UInt8]
  package let attestationObject: [UInt8]
  package let transports: [String]

  package init(clientDataJSON: [UInt8], attestationObject: [UInt8], transports: [String] = []) {
    self.clientDataJSON = clientDataJSON
    self.attestationObject = attestationObject
    self.transports = transports
  }
}

/// What navigator.credentials.get() gave.
package struct PasskeyAssertion: Sendable {
  package let clientDataJSON: [UInt8]
  package let authenticatorData: [UInt8]
  package let signature: [UInt8]

  package init(clientDataJSON: [UInt8], authenticatorData: [UInt8], signature: [UInt8]) {
    self.clientDataJSON = clientDataJSON
    self.authenticatorData = authenticatorData
    self.signature = signature
  }
}

/// What a verified assertion says.
package struct VerifiedAssertion: Sendable, Hashable {
  package let signCount: UInt32
  /// Whether the authenticator checked a PIN or a fingerprint, and not only presence.
  package let isUserVerified: Bool
  package let isBackedUp: Bool
}

/// The limits of credentials.
package enum CredentialLimits {
  /// A new password. NIST SP 800-63B asks for at least 8 and for no maximum below 64.
  package static let minPasswordCodePoints = 8
  package static let maxPasswordCodePoints = 256
  /// A shorter part of a name or address is not looked for in a password: it is in many by chance.
  package static let minContextCodePoints = 4

  /// What checking an imported hash may cost at most, so that no import stalls the server. The default
  /// parameters use 19 MiB and 38,912 KiB in all passes.
  package static let maxArgon2MemoryKiB = 65_536
  /// The memory times the number of passes, which is proportional to the time: 4 passes over 64 MiB, as PHP
  /// makes by default.
  package static let maxArgon2MemoryKiBAllPasses = 262_144
  package static let maxArgon2Lanes = 16
  package static let argon2SaltBytes = 8...64
  package static let argon2HashBytes = 16...64
  /// The logarithm of bcrypt's rounds: 12 takes about 200 ms.
  package static let bcryptCost = 4...12
  /// bcrypt ignores the bytes of a password behind these.
  package static let maxBcryptPasswordBytes = 72
  /// A stored hash as text.
  package static let maxStoredHashBytes = 512

  /// A line of a file of breached passwords: 40 digits, a colon, a count and the line's end.
  package static let maxBreachedLineBytes = 64

  /// clientDataJSON of a passkey; browsers write about 150 bytes.
  package static let maxClientDataBytes = 4_096
  /// The attestation object or the authenticator data of a passkey.
  package static let maxAuthenticatorDataBytes = 8_192
  /// WebAuthn, section 4, Credential ID.
  package static let maxPasskeyIDBytes = 1_023
  /// CTAP2's canonical CBOR has no more.
  package static let maxCBORDepth = 4

  /// The file of secret keys.
  package static let maxSecretKeysFileBytes = 65_536
}

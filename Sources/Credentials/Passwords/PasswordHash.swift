/// The hash of a password as it is stored.
///
/// New hashes are Argon2id. Hashes of other systems are bcrypt (`$2a$`, `$2b$`, `$2y$`), argon2i or argon2id;
/// they are checked as they are, and `needsRehash` says so, so that the next sign-in replaces them.
///
/// `make` and `matches` take some 20 ms and `memoryBytes` of memory, and block: call them on a bounded pool.
package struct PasswordHash: Sendable, Hashable, CustomStringConvertible {
  private enum Scheme: Sendable, Hashable {
    case argon2(Argon2Hash)
    case bcrypt(BcryptHash)
  }

  private let scheme: Scheme

  /// A new hash, with a salt of 16 bytes from the system's CSPRNG.
  package static func make(
    _ password: Password,
    _ parameters: Argon2Parameters = .standard
  ) throws(PasswordHashError) -> PasswordHash {
    var generator = SystemRandomNumberGenerator()
    return try make(password, parameters, using: &generator)
  }

  package static func make(
    _ password: Password,
    _ parameters: Argon2Parameters,
    using generator: inout some RandomNumberGenerator
  ) throws(PasswordHashError) -> PasswordHash {
    let salt = generator.bytes(Argon2Hash.newSaltBytes)
    return PasswordHash(scheme: .argon2(try .make(password, parameters, salt: salt)))
  }

  /// A hash that no known password has. For users that do not exist or have no password: comparing with it
  /// takes as long as comparing with a real one, so the time does not tell which addresses exist. Making one
  /// costs nothing.
  package static func decoy(_ parameters: Argon2Parameters = .standard) -> PasswordHash {
    var generator = SystemRandomNumberGenerator()
    let hash = Argon2Hash(
      variant: .argon2id,
      version: Argon2Hash.currentVersion,
      parameters: parameters,
      salt: generator.bytes(Argon2Hash.newSaltBytes),
      hash: generator.bytes(Argon2Hash.newHashBytes)
    )
    return PasswordHash(scheme: .argon2(hash))
  }

  private init(scheme: Scheme) {
    self.scheme = scheme
  }

  /// A stored or imported hash. Its costs are checked, and nothing is computed.
  package init(_ text: String) throws(PasswordHashFault) {
    guard text.utf8.count <= CredentialLimits.maxStoredHashBytes else { throw .malformed }
    if text.hasPrefix("$2") {
      scheme = .bcrypt(try BcryptHash(parsing: text))
    } else {
      scheme = .argon2(try Argon2Hash(parsing: text))
    }
  }

  /// What is stored.
  package var text: String {
    switch scheme {
    case .argon2(let hash): hash.text
    case .bcrypt(let hash): hash.text
    }
  }

  /// Whether it is the hash of this password. The time depends on neither's content.
  package func matches(_ password: Password) throws(PasswordHashError) -> Bool {
    switch scheme {
    case .argon2(let hash): try hash.matches(password)
    case .bcrypt(let hash): try hash.matches(password)
    }
  }

  /// Whether a password that matched is to be hashed again: with another algorithm, other parameters, or a
  /// shorter salt or hash.
  package func needsRehash(under parameters: Argon2Parameters = .standard) -> Bool {
    guard case .argon2(let hash) = scheme else { return true }
    return hash.variant != .argon2id || hash.version != Argon2Hash.currentVersion
      || hash.parameters != parameters
      || hash.salt.count < Argon2Hash.newSaltBytes || hash.hash.count < Argon2Hash.newHashBytes
  }

  /// The memory that `matches` needs; for a pool's budget.
  package var memoryBytes: Int {
    switch scheme {
    case .argon2(let hash): hash.parameters.memoryBytes
    case .bcrypt: Self.bcryptMemoryBytes
    }
  }

  /// libcrypt's working memory.
  private static let bcryptMemoryBytes = 32 << 10

  /// Never the hash: it must not get into a log.
  package var description: String { "PasswordHash" }
}

/// Why a stored or imported hash was refused.
package enum PasswordHashFault: Error, Sendable, Hashable, CustomStringConvertible {
  case unknownScheme
  case malformed
  case tooCostly

  package var description: String {
    switch self {
    case .unknownScheme: "must be a hash of bcrypt ($2a$, $2b$, $2y$), argon2i or argon2id"
    case .malformed: "is damaged: its parts are not those of its algorithm"
    case .tooCostly:
      "costs too much to check: at most cost \(CredentialLimits.bcryptCost.upperBound) for bcrypt, and for "
        + "Argon2 m=\(CredentialLimits.maxArgon2MemoryKiB), p=\(CredentialLimits.maxArgon2Lanes) and "
        + "m × t = \(CredentialLimits.maxArgon2MemoryKiBAllPasses). Import the user without a password, and "
        + "let them set one by mail"
    }
  }
}

/// A hash could not be computed, mostly because there was no memory.
package struct PasswordHashError: Error, Sendable, CustomStringConvertible {
  package let description: String

  init(_ description: String) {
    self.description = description
  }
}

import Credentials
import Crypto

/// A secret that identifies a principal: 256 random bits, shown once and stored as a hash.
///
/// The prefix lets people and secret scanners recognise it. A single SHA-256 is enough: a token of this
/// length cannot be guessed, so a slow hash would only slow the service.
package struct APIKey: Sendable {
  package static let prefix = "rk_"
  private static let secretBytes = 32
  /// 32 bytes in base64url without padding.
  private static let encodedBytes = 43

  /// The token as its holder keeps it. Never stored in the database, never logged.
  package let token: String

  /// A new key from the system's CSPRNG.
  package static func generate() -> APIKey {
    var generator = SystemRandomNumberGenerator()
    let secret = (0..<secretBytes).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    return APIKey(token: prefix + Base64URL.encode(secret))
  }

  package var hash: Hash { Hash(token: Array(token.utf8)) }

  /// Whether bytes have the format of a token; checked before hashing.
  package static func isWellFormed(_ token: some Collection<UInt8>) -> Bool {
    token.count == prefix.utf8.count + encodedBytes && token.starts(with: prefix.utf8)
      && token.dropFirst(prefix.utf8.count).allSatisfy { byte in
        switch byte {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x5f: true
        default: false
        }
      }
  }

  /// The stored hash of a token. A look-up in a hash table leaks no useful timing: choosing the hash would
  /// mean inverting SHA-256.
  package struct Hash: Sendable, Hashable {
    package let bytes: [UInt8]

    package init(token: [UInt8]) {
      bytes = Array(SHA256.hash(data: token))
    }

    package init(bytes: [UInt8]) {
      self.bytes = bytes
    }
  }
}

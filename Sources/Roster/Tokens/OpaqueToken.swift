import Crypto
import Foundation

/// A secret that stands for what it was made for: a prefix and 256 random bits in base64url.
///
/// The prefix lets people and secret scanners recognise it. Whoever has the token may use it, so only its
/// hash is stored, and the token is told once.
package struct OpaqueToken: Sendable {
  /// What a token stands for. The raw value is its prefix.
  package enum Kind: String, Sendable, CaseIterable {
    case apiKey = "rk_"
    case invitation = "ri_"
    case link = "rl_"
    case session = "rs_"
    case trustedDevice = "rd_"
  }

  private static let secretBytes = 32
  /// 32 bytes in base64url without padding.
  private static let encodedBytes = 43

  /// The token as its holder keeps it. Never logged.
  package let text: String

  /// A new token from the system's CSPRNG.
  package static func generate(_ kind: Kind) -> OpaqueToken {
    var generator = SystemRandomNumberGenerator()
    let secret = (0..<secretBytes).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    let encoded = Data(secret).base64EncodedString()
      .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    return OpaqueToken(text: kind.rawValue + encoded)
  }

  package var hash: TokenHash { TokenHash(of: text.utf8) }

  /// The kind of token that these bytes have the format of; nil for none. Checked before hashing.
  package static func kind(of token: some Collection<UInt8>) -> Kind? {
    guard let kind = Kind.allCases.first(where: { token.starts(with: $0.rawValue.utf8) }) else { return nil }
    let secret = token.dropFirst(kind.rawValue.utf8.count)
    return secret.count == encodedBytes && secret.allSatisfy(isBase64URL) ? kind : nil
  }

  private static func isBase64URL(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x5f: true
    default: false
    }
  }

  /// The link in a mail.
  ///
  /// - Parameter template: one of the settings that end in `_link`; `{token}` stands for the token, which has
  ///   only characters that a URL may contain as they are (RFC 3986, section 2.3).
  func link(_ template: String) -> String {
    template.replacing("{token}", with: text)
  }
}

/// The stored hash of a token.
///
/// A single SHA-256 is enough: a token of 256 random bits cannot be guessed, so a slow hash would only slow
/// the service. A look-up in a table leaks no useful timing: choosing the hash would mean inverting SHA-256.
package struct TokenHash: Sendable, Hashable {
  package let bytes: [UInt8]

  package init(of token: some Sequence<UInt8>) {
    bytes = Array(SHA256.hash(data: Array(token)))
  }

  package init(stored bytes: [UInt8]) {
    self.bytes = bytes
  }
}

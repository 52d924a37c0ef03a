import Credentials
import Crypto
import Foundation

/// The secret in the mail of an invitation: 256 random bits, of which only the hash is stored.
///
/// The prefix lets people and secret scanners recognise it. As for an API key, a slow hash would add nothing:
/// the token cannot be guessed.
package struct InvitationToken: Sendable {
  package static let prefix = "ri_"

  /// The token in the link. Stored only with its mail, while that can still be sent.
  let text: String

  /// A new token from the system's CSPRNG.
  static func generate() -> InvitationToken {
    let secret = SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
    return InvitationToken(text: prefix + Base64URL.encode(secret))
  }

  var hash: [UInt8] { Self.hash(of: text) }

  /// The hash to look a token up by. A look-up in a table leaks no useful timing: choosing the hash would
  /// mean inverting SHA-256.
  static func hash(of text: String) -> [UInt8] {
    Array(SHA256.hash(data: Array(text.utf8)))
  }

  /// The link in a mail.
  ///
  /// - Parameter template: one of the settings that end in `_link`; `{token}` stands for the token.
  func link(_ template: String) -> String {
    // A token has only unreserved characters (RFC 3986, section 2.3). It is encoded anyway, in case tokens
    // change.
    let encoded = text.addingPercentEncoding(withAllowedCharacters: Self.unreserved) ?? text
    return template.replacing("{token}", with: encoded)
  }

  private static let unreserved = CharacterSet(
    charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
  )
}

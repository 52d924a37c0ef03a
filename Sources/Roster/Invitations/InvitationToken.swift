import Crypto
import Foundation

/// The secret in the mail of an invitation: 256 random bits, of which only the hash is stored.
///
/// The prefix lets people and secret scanners see what it is. As against an API key, there is nothing to
/// guess in it that a slow hash would make harder.
package struct InvitationToken: Sendable {
  package static let prefix = "ri_"

  /// As it stands in the link. It goes into the mail and nowhere else.
  let text: String

  /// A new token from the system's CSPRNG.
  static func generate() -> InvitationToken {
    let secret = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }
    let encoded = secret.base64EncodedString()
      .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    return InvitationToken(text: prefix + encoded)
  }

  var hash: [UInt8] { Self.hash(of: text) }

  /// What is looked up for a token that somebody presents. Looking it up in a table leaks nothing: who could
  /// vary the hash at will could invert SHA-256.
  static func hash(of text: String) -> [UInt8] {
    Array(SHA256.hash(data: Array(text.utf8)))
  }

  /// The link that a mail holds.
  ///
  /// - Parameter template: one of the settings that end in `_link`; `{token}` stands for the token.
  func link(_ template: String) -> String {
    // What a token is made of means the same in each part of a URL (RFC 3986, section 2.3); encoded all the
    // same, so that this stays true if tokens change.
    let encoded = text.addingPercentEncoding(withAllowedCharacters: Self.unreserved) ?? text
    return template.replacing("{token}", with: encoded)
  }

  private static let unreserved = CharacterSet(
    charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
  )
}

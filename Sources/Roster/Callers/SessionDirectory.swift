/// Where session tokens are looked up.
package protocol SessionDirectory: Sendable {
  /// The user of a session token; nil where the token is unknown.
  func user(token: [UInt8]) -> SignedInUser?
}

import Crypto

/// The keys that seal secrets in the database, such as the secret of an authenticator app: AES-256-GCM.
///
/// A copy of the database alone does not give the secrets away. Several keys can be known, so that secrets
/// are sealed anew one by one after a new key was added; the key with the highest id seals.
///
/// A key may seal 2^32 secrets, since nonces are random (NIST SP 800-38D, section 8.3).
package struct SecretKeyring: Sendable {
  /// What a secret is and to which row it belongs. A sealed secret opens with the same context only, so it
  /// cannot be moved to another row or column.
  package struct Context: Sendable, Hashable {
    package let purpose: String
    package let row: Int64

    package init(purpose: String, row: Int64) {
      self.purpose = purpose
      self.row = row
    }
  }

  package static let keyBytes = 32

  private let keys: [UInt32: SymmetricKey]
  /// The key that seals.
  package let activeKeyID: UInt32

  /// - Parameter keys: 32 bytes each, one at least.
  package init(keys: [UInt32: [UInt8]]) {
    precondition(keys.values.allSatisfy { $0.count == Self.keyBytes }, "keys have 32 bytes")
    self.keys = keys.mapValues { SymmetricKey(data: $0) }
    activeKeyID = keys.keys.max()!
  }

  /// Seals a secret: a version of 1 byte, the key's id of 4, a nonce of 12, the encrypted secret, a tag of
  /// 16.
  package func seal(_ secret: [UInt8], _ context: Context) -> [UInt8] {
    let header = SealedHeader(keyID: activeKeyID)
    // It fails for secrets of 64 GiB and more only.
    let box = try! AES.GCM.seal(
      secret,
      using: keys[activeKeyID]!,
      authenticating: header.bytes + Self.bytes(of: context)
    )
    return header.bytes + Array(box.combined!)
  }

  package func open(_ sealed: [UInt8], _ context: Context) throws(SealingError) -> [UInt8] {
    let header = try SealedHeader(of: sealed)
    guard let key = keys[header.keyID] else { throw .unknownKey(id: header.keyID) }
    guard let box = try? AES.GCM.SealedBox(combined: sealed.dropFirst(SealedHeader.count)) else {
      throw .malformed
    }
    guard
      let secret = try? AES.GCM.open(box, using: key, authenticating: header.bytes + Self.bytes(of: context))
    else { throw .notAuthentic }
    return Array(secret)
  }

  /// Whether a sealed secret is to be opened and sealed again, with the active key.
  package func needsRotation(_ sealed: [UInt8]) throws(SealingError) -> Bool {
    try SealedHeader(of: sealed).keyID != activeKeyID
  }

  // The purpose is last, so no two contexts have the same bytes.
  private static func bytes(of context: Context) -> [UInt8] {
    withUnsafeBytes(of: context.row.bigEndian) { Array($0) } + Array(context.purpose.utf8)
  }
}

/// Why a sealed secret could not be opened.
package enum SealingError: Error, Sendable, Hashable, CustomStringConvertible {
  case malformed
  /// Its key is not in the ring: the file of keys is another one than it was sealed with, or misses a line.
  case unknownKey(id: UInt32)
  /// It was changed, or belongs to another row.
  case notAuthentic

  package var description: String {
    switch self {
    case .malformed: "the sealed secret is damaged"
    case .unknownKey(let id): "the sealed secret needs key \(id), which the file of secret keys does not have"
    case .notAuthentic: "the sealed secret was changed, or belongs to another row"
    }
  }
}

/// What stands before a sealed secret.
private struct SealedHeader {
  static let version: UInt8 = 1
  static let count = 5

  let keyID: UInt32

  init(keyID: UInt32) {
    self.keyID = keyID
  }

  init(of sealed: [UInt8]) throws(SealingError) {
    guard sealed.count > Self.count, sealed[0] == Self.version else { throw .malformed }
    keyID = sealed[1..<Self.count].reduce(0) { $0 << 8 | UInt32($1) }
  }

  var bytes: [UInt8] { [Self.version] + withUnsafeBytes(of: keyID.bigEndian) { Array($0) } }
}

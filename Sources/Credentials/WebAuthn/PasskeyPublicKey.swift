import Crypto
import Foundation

/// The public key of a passkey: ES256 on P-256, or EdDSA with Ed25519 (RFC 9053).
enum PasskeyPublicKey: Sendable {
  case es256(P256.Signing.PublicKey)
  case eddsa(Curve25519.Signing.PublicKey)

  /// COSE's numbers of the algorithms; for pubKeyCredParams, the preferred one first.
  enum Algorithm: Int, CaseIterable {
    case eddsa = -8
    case es256 = -7
  }

  // RFC 9052, section 7.1, and RFC 9053, section 7.
  private enum Label {
    static let keyType = 1
    static let algorithm = 3
    static let curve = -1
    static let x = -2
    static let y = -3
  }

  /// Reads a COSE key, with the parameters of its type and no others (WebAuthn, section 5.8.5 and 6.5.1.1).
  init(_ key: CBOR) throws(WebAuthnError.Fault) {
    guard case .map(let entries) = key, let algorithm = key[Label.algorithm]?.integer else {
      throw .format("the public key is not a COSE key")
    }
    switch Algorithm(rawValue: algorithm) {
    case .es256:
      guard entries.count == 5, key[Label.keyType]?.integer == 2, key[Label.curve]?.integer == 1,
        case .bytes(let x) = key[Label.x], x.count == 32, case .bytes(let y) = key[Label.y], y.count == 32,
        // Refuses what is not a point of the curve.
        let point = try? P256.Signing.PublicKey(rawRepresentation: x + y)
      else { throw .publicKey }
      self = .es256(point)
    case .eddsa:
      guard entries.count == 4, key[Label.keyType]?.integer == 1, key[Label.curve]?.integer == 6,
        case .bytes(let x) = key[Label.x], x.count == 32, Ed25519Point.isUsable(x),
        let point = try? Curve25519.Signing.PublicKey(rawRepresentation: x)
      else { throw .publicKey }
      self = .eddsa(point)
    case nil:
      throw .algorithm
    }
  }

  /// Reads an encoded COSE key.
  init(encoded: [UInt8]) throws(WebAuthnError.Fault) {
    guard let key = try? CBORReader.read(encoded) else { throw .format("the public key is not CBOR") }
    try self.init(key)
  }

  var algorithm: Algorithm {
    switch self {
    case .es256: .es256
    case .eddsa: .eddsa
    }
  }

  /// - Parameter signature: ASN.1 for ES256, 64 bytes for EdDSA (WebAuthn, section 6.5.6).
  func isValid(_ signature: [UInt8], of message: [UInt8]) -> Bool {
    switch self {
    case .es256(let key):
      guard let signature = try? P256.Signing.ECDSASignature(derRepresentation: signature) else {
        return false
      }
      return key.isValidSignature(signature, for: message)
    case .eddsa(let key):
      return signature.count == 64 && key.isValidSignature(Data(signature), for: message)
    }
  }
}

/// What BoringSSL does not refuse in an Ed25519 key: with a point of small order, one signature is valid for
/// many messages.
private enum Ed25519Point {
  /// The y coordinates of the points of order 1, 2, 4 and 8, little-endian and without the sign of x.
  private static let smallOrder: [[UInt8]] = [
    [1] + Array(repeating: 0, count: 31),
    [0xec] + Array(repeating: 0xff, count: 30) + [0x7f],
    Array(repeating: 0, count: 32),
    [
      0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98, 0xf0,
      0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05,
    ],
    [
      0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67, 0x0f,
      0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a,
    ],
  ]

  static func isUsable(_ encoded: [UInt8]) -> Bool {
    var y = encoded
    y[31] &= 0x7f
    // 2^255 - 19 and above: another spelling of a small number, which no signer makes.
    let isCanonical = !(y[0] >= 0xed && y[1..<31].allSatisfy { $0 == 0xff } && y[31] == 0x7f)
    return isCanonical && !smallOrder.contains(y)
  }
}

import Crypto
import Foundation
import TestSupport
import Testing

@testable import Credentials

@Suite("The public key of a passkey")
struct PublicKeyTests {
  private static let point = Array(P256.Signing.PrivateKey().publicKey.rawRepresentation)
  private static let x = Array(point[..<32])
  private static let y = Array(point[32...])
  private static let ed25519 = Array(Curve25519.Signing.PrivateKey().publicKey.rawRepresentation)
  private static let (type, algorithm) = (TestCBOR.integer(1), TestCBOR.integer(3))

  private func fault(_ key: TestCBOR) -> WebAuthnError.Fault? {
    do throws(WebAuthnError.Fault) {
      _ = try PasskeyPublicKey(encoded: key.encoded)
      return nil
    } catch {
      return error
    }
  }

  @Test("is on P-256 with ES256, or of Ed25519 with EdDSA, and nothing else")
  func algorithms() {
    #expect(fault(VirtualAuthenticator.es256Key(Self.x, Self.y)) == nil)
    #expect(fault(VirtualAuthenticator.eddsaKey(Self.ed25519)) == nil)
    for algorithm in [-257, -37, -35, -36, -47, -6, 0, 7, 1_000_000] {
      let key: TestCBOR = .map([(Self.type, .integer(3)), (Self.algorithm, .integer(algorithm))])
      #expect(fault(key) == .algorithm, "\(algorithm)")
    }
    #expect(fault(.map([])) == .format("the public key is not a COSE key"))
    #expect(fault(.array([])) == .format("the public key is not a COSE key"))
    #expect(fault(.map([(Self.algorithm, .text("ES256"))])) == .format("the public key is not a COSE key"))
    #expect(fault(.raw([])) == .format("the public key is not CBOR"))
  }

  @Test("is refused with the type, curve or length of another, or with parameters beside its own")
  func parameters() {
    func es256(type: Int = 2, curve: Int = 1, x: TestCBOR, y: TestCBOR, _ more: [(TestCBOR, TestCBOR)] = [])
      -> TestCBOR
    {
      .map(
        [
          (Self.type, .integer(type)), (Self.algorithm, .integer(-7)), (.integer(-1), .integer(curve)),
          (.integer(-2), x), (.integer(-3), y),
        ] + more
      )
    }
    let (x, y) = (TestCBOR.bytes(Self.x), TestCBOR.bytes(Self.y))
    #expect(fault(es256(x: x, y: y)) == nil)
    let wrong: [TestCBOR] = [
      es256(type: 1, x: x, y: y), es256(type: 3, x: x, y: y), es256(curve: 2, x: x, y: y),
      es256(curve: 8, x: x, y: y),
      es256(x: .bytes(Self.x + [0]), y: y), es256(x: .bytes(Array(Self.x.dropLast())), y: y),
      es256(x: x, y: .bytes([])), es256(x: x, y: .text("y")),
      // Compressed: y is its sign.
      es256(x: x, y: .bool(true)),
      es256(x: x, y: y, [(.integer(-4), .bytes(Self.x))]), es256(x: x, y: y, [(.integer(2), .bytes([1]))]),
      .map([
        (Self.type, .integer(1)), (Self.algorithm, .integer(-8)), (.integer(-1), .integer(4)),
        (.integer(-2), .bytes(Self.ed25519)),
      ]),
      VirtualAuthenticator.eddsaKey(Self.ed25519 + [0]), VirtualAuthenticator.eddsaKey([]),
    ]
    for key in wrong { #expect(fault(key) == .publicKey) }
  }

  @Test("is refused if it is not a point of P-256")
  func invalidPoints() {
    let zero = [UInt8](repeating: 0, count: 32)
    let ones = [UInt8](repeating: 0xff, count: 32)
    let prime = hex("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff")
    for (x, y) in [
      (zero, zero), (ones, ones), (Self.x, Self.x), (Self.x, zero), (prime, Self.y), (zero, prime),
    ] {
      #expect(fault(VirtualAuthenticator.es256Key(x, y)) == .publicKey)
    }
    var other = Self.y
    other[31] ^= 1
    #expect(fault(VirtualAuthenticator.es256Key(Self.x, other)) == .publicKey)
  }

  @Test(
    "is refused if it is an Ed25519 point of small order, or one in another spelling",
    arguments: [
      "0000000000000000000000000000000000000000000000000000000000000000",
      "0100000000000000000000000000000000000000000000000000000000000000",
      "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
      "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
      "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
      // The prime, and above.
      "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
      "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
      "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    ]
  )
  func smallOrder(_ point: String) {
    var point = hex(point)
    #expect(fault(VirtualAuthenticator.eddsaKey(point)) == .publicKey)
    point[31] |= 0x80
    #expect(fault(VirtualAuthenticator.eddsaKey(point)) == .publicKey)
  }

  @Test("that is no point of Ed25519 verifies nothing")
  func noPoint() throws {
    // y = 2 has no x.
    let key = try PasskeyPublicKey(
      encoded: VirtualAuthenticator.eddsaKey([2] + Array(repeating: 0, count: 31)).encoded
    )
    #expect(!key.isValid(Array(repeating: 0, count: 64), of: [1]))
    #expect(!key.isValid(VirtualAuthenticator.eddsa.sign([1]), of: [1]))
  }

  @Test("takes no signature of another length or form", arguments: [VirtualAuthenticator.es256, .eddsa])
  func signatures(_ authenticator: VirtualAuthenticator) throws {
    let key = try PasskeyPublicKey(encoded: authenticator.ownPublicKey.encoded)
    let signature = authenticator.sign([1, 2, 3])
    #expect(key.isValid(signature, of: [1, 2, 3]))
    #expect(!key.isValid(signature, of: [1, 2, 4]))
    #expect(!key.isValid(signature + [0], of: [1, 2, 3]))
    for count in signature.indices { #expect(!key.isValid(Array(signature.prefix(count)), of: [1, 2, 3])) }
    for index in signature.indices {
      var changed = signature
      changed[index] ^= 1
      #expect(!key.isValid(changed, of: [1, 2, 3]))
    }
    #expect(!key.isValid(Array(repeating: 0, count: 64), of: [1, 2, 3]))
    #expect(!key.isValid(hex("3006020100020100"), of: [1, 2, 3]))
  }
}

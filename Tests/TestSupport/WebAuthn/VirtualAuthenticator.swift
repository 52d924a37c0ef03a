import Credentials
import Crypto
import Foundation

/// An authenticator and its browser, in memory. What a test sets makes its responses wrong.
package struct VirtualAuthenticator {
  package enum Key {
    case es256(P256.Signing.PrivateKey)
    case eddsa(Curve25519.Signing.PrivateKey)
  }

  package var key: Key
  package var id: [UInt8] = Array(repeating: 0xc1, count: 32)
  package var aaguid: [UInt8] = Array(repeating: 0xaa, count: 16)
  package var relyingPartyID = "example.com"
  package var origin = "https://portal.example.com"
  package var crossOrigin: Bool?
  package var topOrigin: String?
  /// UP and UV.
  package var flags: UInt8 = 0x05
  package var signCount: UInt32 = 0
  package var format = "none"
  /// A statement in place of the format's own.
  package var statement: TestCBOR?
  /// A COSE key in place of the own one.
  package var publicKey: TestCBOR?
  /// Behind the credential, with the flag for it.
  package var extensions: TestCBOR?

  package init(key: Key) {
    self.key = key
  }

  package static var es256: VirtualAuthenticator {
    VirtualAuthenticator(key: .es256(P256.Signing.PrivateKey()))
  }
  package static var eddsa: VirtualAuthenticator {
    VirtualAuthenticator(key: .eddsa(Curve25519.Signing.PrivateKey()))
  }

  package func register(challenge: [UInt8]) -> PasskeyRegistration {
    let clientData = clientData("webauthn.create", challenge)
    return PasskeyRegistration(
      clientDataJSON: clientData,
      attestationObject: attestationObject(clientData).encoded,
      transports: ["internal"]
    )
  }

  package func attestationObject(_ clientData: [UInt8]) -> TestCBOR {
    let data = registrationData
    let ownStatement: TestCBOR =
      format == "packed"
      ? .map([
        (.text("alg"), .integer(algorithm)),
        (.text("sig"), .bytes(sign(data + SHA256.hash(data: clientData)))),
      ]) : .map([])
    return .map([
      (.text("fmt"), .text(format)), (.text("attStmt"), statement ?? ownStatement),
      (.text("authData"), .bytes(data)),
    ])
  }

  package func assert(challenge: [UInt8]) -> PasskeyAssertion {
    let clientData = clientData("webauthn.get", challenge)
    let data = header(flags)
    return PasskeyAssertion(
      clientDataJSON: clientData,
      authenticatorData: data,
      signature: sign(data + SHA256.hash(data: clientData))
    )
  }

  /// A registration of given authenticator data.
  package func register(challenge: [UInt8], data: [UInt8]) -> PasskeyRegistration {
    let object: TestCBOR = .map([
      (.text("fmt"), .text("none")), (.text("attStmt"), .map([])), (.text("authData"), .bytes(data)),
    ])
    return PasskeyRegistration(
      clientDataJSON: clientData("webauthn.create", challenge),
      attestationObject: object.encoded
    )
  }

  package var registrationData: [UInt8] {
    let credential =
      aaguid + [UInt8(id.count >> 8), UInt8(id.count & 0xff)] + id + (publicKey ?? ownPublicKey).encoded
    return header(flags | 0x40 | (extensions == nil ? 0 : 0x80)) + credential + (extensions?.encoded ?? [])
  }

  package func clientData(_ type: String, _ challenge: [UInt8]) -> [UInt8] {
    let fields =
      [
        #""type":"\#(type)""#, #""challenge":"\#(Base64URL.encode(challenge))""#, #""origin":"\#(origin)""#,
      ] + (crossOrigin.map { [#""crossOrigin":\#($0)"#] } ?? [])
      + (topOrigin.map { [#""topOrigin":"\#($0)""#] } ?? [])
    return Array("{\(fields.joined(separator: ","))}".utf8)
  }

  package var ownPublicKey: TestCBOR {
    switch key {
    case .es256(let key):
      let point = Array(key.publicKey.rawRepresentation)
      return Self.es256Key(Array(point[..<32]), Array(point[32...]))
    case .eddsa(let key):
      return Self.eddsaKey(Array(key.publicKey.rawRepresentation))
    }
  }

  package static func es256Key(_ x: [UInt8], _ y: [UInt8]) -> TestCBOR {
    .map([
      (.integer(1), .integer(2)), (.integer(3), .integer(-7)), (.integer(-1), .integer(1)),
      (.integer(-2), .bytes(x)),
      (.integer(-3), .bytes(y)),
    ])
  }

  package static func eddsaKey(_ x: [UInt8]) -> TestCBOR {
    .map([
      (.integer(1), .integer(1)), (.integer(3), .integer(-8)), (.integer(-1), .integer(6)),
      (.integer(-2), .bytes(x)),
    ])
  }

  private var algorithm: Int {
    if case .es256 = key { -7 } else { -8 }
  }

  private func header(_ flags: UInt8) -> [UInt8] {
    Array(SHA256.hash(data: Array(relyingPartyID.utf8))) + [flags]
      + withUnsafeBytes(of: signCount.bigEndian) { Array($0) }
  }

  package func sign(_ message: [UInt8]) -> [UInt8] {
    switch key {
    case .es256(let key): Array(try! key.signature(for: message).derRepresentation)
    case .eddsa(let key): Array(try! key.signature(for: message))
    }
  }
}

import Foundation

/// What the client says of a ceremony (WebAuthn, section 5.8.1).
struct ClientData: Sendable, Decodable {
  let type: String
  let challenge: String
  let origin: String
  let crossOrigin: Bool?
  let topOrigin: String?

  init(json: [UInt8]) throws(WebAuthnError.Fault) {
    guard json.count <= CredentialLimits.maxClientDataBytes,
      let data = try? JSONDecoder().decode(Self.self, from: Data(json))
    else { throw .clientData }
    self = data
  }

  func check(type: String, challenge: [UInt8], origins: Set<String>) throws(WebAuthnError.Fault) {
    guard self.type == type else { throw .type }
    guard let sent = Base64URL.decode(self.challenge), ConstantTime.equal(sent, challenge) else {
      throw .challenge
    }
    guard origins.contains(origin) else { throw .origin(origin) }
    guard crossOrigin != true, topOrigin == nil else { throw .crossOrigin }
  }
}

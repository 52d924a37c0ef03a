/// What an authenticator sends for a new credential (WebAuthn, section 6.5.4).
struct AttestationObject: Sendable {
  let authenticatorData: AuthenticatorData
  private let encodedData: [UInt8]
  private let format: String
  private let statement: [CBOR: CBOR]

  init(_ bytes: [UInt8]) throws(WebAuthnError.Fault) {
    guard bytes.count <= CredentialLimits.maxAuthenticatorDataBytes else { throw .format("it is too long") }
    let object: CBOR
    do {
      object = try CBORReader.read(bytes)
    } catch {
      throw .format("CBOR: \(error)")
    }
    guard case .text(let format) = object["fmt"], case .map(let statement) = object["attStmt"],
      case .bytes(let data) = object["authData"]
    else { throw .format("it is not a map with fmt, attStmt and authData") }
    authenticatorData = try AuthenticatorData(data)
    encodedData = data
    self.format = format
    self.statement = statement
  }

  /// Accepts none and self attestation (sections 8.7 and 8.2); neither says who made the authenticator.
  func verify(_ key: PasskeyPublicKey, clientDataHash: [UInt8]) throws(WebAuthnError.Fault) {
    switch format {
    case "none":
      guard statement.isEmpty else { throw .attestation(format) }
    case "packed" where statement[.text("x5c")] == nil:
      guard statement.count == 2, statement[.text("alg")]?.integer == key.algorithm.rawValue,
        case .bytes(let signature) = statement[.text("sig")],
        key.isValid(signature, of: encodedData + clientDataHash)
      else { throw .signature }
    default:
      throw .attestation(format)
    }
  }
}

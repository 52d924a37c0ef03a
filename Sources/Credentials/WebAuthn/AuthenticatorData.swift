import Crypto

/// What an authenticator says and signs (WebAuthn, section 6.1).
struct AuthenticatorData: Sendable {
  struct Flags: OptionSet, Sendable {
    let rawValue: UInt8

    static let userPresent = Flags(rawValue: 1 << 0)
    static let userVerified = Flags(rawValue: 1 << 2)
    static let backupEligible = Flags(rawValue: 1 << 3)
    static let backedUp = Flags(rawValue: 1 << 4)
    static let attestedCredential = Flags(rawValue: 1 << 6)
    static let extensions = Flags(rawValue: 1 << 7)
  }

  /// A new credential (section 6.5.1).
  struct AttestedCredential: Sendable {
    let aaguid: [UInt8]
    let id: [UInt8]
    /// A COSE key, as encoded.
    let publicKey: [UInt8]
  }

  let relyingPartyHash: [UInt8]
  let flags: Flags
  let signCount: UInt32
  let credential: AttestedCredential?

  init(_ bytes: [UInt8]) throws(WebAuthnError.Fault) {
    guard bytes.count <= CredentialLimits.maxAuthenticatorDataBytes else { throw .format("it is too long") }
    var rest = bytes[...]
    relyingPartyHash = Array(try Self.take(32, from: &rest))
    flags = Flags(rawValue: try Self.take(1, from: &rest).first!)
    signCount = try Self.take(4, from: &rest).reduce(0) { $0 << 8 | UInt32($1) }
    credential = flags.contains(.attestedCredential) ? try Self.credential(from: &rest) : nil
    if flags.contains(.extensions) {
      // No extension is asked for; what there is has to be well-formed and is ignored (section 7.1, step 17).
      guard case .map = try Self.value(from: &rest) else { throw .format("its extensions are not a map") }
    }
    guard rest.isEmpty else { throw .format("it has more bytes than its flags allow") }
  }

  func isFor(_ relyingPartyID: String) -> Bool {
    ConstantTime.equal(relyingPartyHash, Array(SHA256.hash(data: Array(relyingPartyID.utf8))))
  }

  private static func credential(
    from rest: inout ArraySlice<UInt8>
  ) throws(WebAuthnError.Fault) -> AttestedCredential {
    let aaguid = Array(try take(16, from: &rest))
    let count = try take(2, from: &rest).reduce(0) { $0 << 8 | Int($1) }
    guard (1...CredentialLimits.maxPasskeyIDBytes).contains(count) else {
      throw .format("the credential's id has \(count) bytes")
    }
    let id = Array(try take(count, from: &rest))
    let key = rest
    _ = try value(from: &rest)
    return AttestedCredential(aaguid: aaguid, id: id, publicKey: Array(key.dropLast(rest.count)))
  }

  private static func value(from rest: inout ArraySlice<UInt8>) throws(WebAuthnError.Fault) -> CBOR {
    var reader = CBORReader(rest)
    defer { rest = reader.rest }
    do {
      return try reader.next()
    } catch {
      throw .format("CBOR: \(error)")
    }
  }

  private static func take(
    _ count: Int,
    from rest: inout ArraySlice<UInt8>
  ) throws(WebAuthnError.Fault) -> ArraySlice<UInt8> {
    guard count <= rest.count else { throw .format("it is truncated") }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }
}

import TestSupport
import Testing

@testable import Credentials

@Suite("A hostile authenticator")
struct HostileResponsesTests {
  private let party = RelyingParty(id: "example.com", origins: ["https://portal.example.com"])
  private let challenge = [UInt8](repeating: 9, count: 32)

  private func register(_ registration: PasskeyRegistration) throws(WebAuthnError) -> Passkey {
    try party.verify(registration, challenge: challenge, requireUserVerification: true)
  }

  private func fault(_ registration: PasskeyRegistration) -> WebAuthnError.Fault? {
    do throws(WebAuthnError) {
      _ = try register(registration)
      return nil
    } catch {
      return error.fault
    }
  }

  @Test("cannot register with an attestation object that is cut at any byte, or has bytes behind it")
  func truncatedObject() {
    var authenticator = VirtualAuthenticator.es256
    authenticator.format = "packed"
    let whole = authenticator.register(challenge: challenge)
    #expect(fault(whole) == nil)
    for count in whole.attestationObject.indices {
      let cut = PasskeyRegistration(
        clientDataJSON: whole.clientDataJSON,
        attestationObject: Array(whole.attestationObject.prefix(count))
      )
      #expect(fault(cut) == .format("CBOR: truncated"), "\(count)")
    }
    let longer = PasskeyRegistration(
      clientDataJSON: whole.clientDataJSON,
      attestationObject: whole.attestationObject + [0]
    )
    #expect(fault(longer) == .format("CBOR: trailingBytes"))
  }

  @Test("cannot register with authenticator data that is cut at any byte, or has bytes behind it")
  func truncatedData() {
    var authenticator = VirtualAuthenticator.eddsa
    authenticator.extensions = .map([(.text("x"), .bool(true))])
    let data = authenticator.registrationData
    #expect(fault(authenticator.register(challenge: challenge, data: data)) == nil)
    for count in data.indices {
      let fault = fault(authenticator.register(challenge: challenge, data: Array(data.prefix(count))))
      guard case .format = fault else {
        Issue.record("\(count): \(String(describing: fault))")
        continue
      }
    }
    #expect(
      fault(authenticator.register(challenge: challenge, data: data + [0]))
        == .format("it has more bytes than its flags allow")
    )
  }

  @Test("cannot sign in with authenticator data that is cut at any byte")
  func truncatedAssertion() throws {
    let authenticator = VirtualAuthenticator.eddsa
    let passkey = try register(authenticator.register(challenge: challenge))
    let whole = authenticator.assert(challenge: challenge)
    for count in whole.authenticatorData.indices {
      let cut = PasskeyAssertion(
        clientDataJSON: whole.clientDataJSON,
        authenticatorData: Array(whole.authenticatorData.prefix(count)),
        signature: whole.signature
      )
      let error = WebAuthnError(ceremony: .authentication, fault: .format("it is truncated"))
      #expect(throws: error) {
        try party.verify(cut, of: passkey, challenge: challenge, requireUserVerification: true)
      }
    }
  }

  @Test("cannot register without a credential, or with an object of another shape")
  func shapes() {
    let authenticator = VirtualAuthenticator.es256
    let clientData = authenticator.clientData("webauthn.create", challenge)
    let data = (TestCBOR.text("authData"), TestCBOR.bytes(authenticator.registrationData))
    let statement = (TestCBOR.text("attStmt"), TestCBOR.map([]))
    let format = (TestCBOR.text("fmt"), TestCBOR.text("none"))
    let shape = WebAuthnError.Fault.format("it is not a map with fmt, attStmt and authData")
    let objects: [(TestCBOR, WebAuthnError.Fault?)] = [
      (.map([format, statement, data]), nil), (.map([data, format, statement]), nil), (.map([]), shape),
      (.array([]), shape), (.integer(0), shape), (.map([format, statement]), shape),
      (.map([format, data]), shape),
      (.map([statement, data]), shape), (.map([(.text("fmt"), .bytes([])), statement, data]), shape),
      (.map([format, (.text("attStmt"), .array([])), data]), shape),
      (.map([format, statement, (.text("authData"), .text("x"))]), shape),
      (.map([format, format, statement, data]), .format("CBOR: duplicateKey")),
      (
        .map([
          format, statement, (.text("authData"), .bytes(Array(authenticator.registrationData.prefix(37)))),
        ]),
        .format("it is truncated")
      ),
    ]
    for (index, (object, expected)) in objects.enumerated() {
      let registration = PasskeyRegistration(clientDataJSON: clientData, attestationObject: object.encoded)
      #expect(fault(registration) == expected, "\(index)")
    }
    let assertionData = authenticator.assert(challenge: challenge).authenticatorData
    #expect(
      fault(authenticator.register(challenge: challenge, data: assertionData))
        == .format("it has no credential")
    )
    let long = PasskeyRegistration(
      clientDataJSON: clientData,
      attestationObject: Array(repeating: 0, count: 8_193)
    )
    #expect(fault(long) == .format("it is too long"))
  }

  @Test("cannot crash the server with changed bytes", arguments: 0..<8 as Range<UInt64>)
  func mutations(_ seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    var authenticator = seed % 2 == 0 ? VirtualAuthenticator.es256 : .eddsa
    authenticator.format = "packed"
    let whole = authenticator.register(challenge: challenge)
    var accepted = 0
    for _ in 0..<500 {
      var object = whole.attestationObject
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        object[Int.random(in: object.indices, using: &generator)] = UInt8.random(
          in: .min ... .max,
          using: &generator
        )
      }
      let registration = PasskeyRegistration(clientDataJSON: whole.clientDataJSON, attestationObject: object)
      if object != whole.attestationObject && fault(registration) == nil { accepted += 1 }
    }
    // All that is read is signed, so nothing that was changed is accepted.
    #expect(accepted == 0)
  }
}

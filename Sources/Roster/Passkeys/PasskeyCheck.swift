import Credentials
import RPC
import RosterProto
import SQL

/// Challenges for passkeys, and what authenticators answer to them.
struct PasskeyCheck {
  private static let challengeMicroseconds: Int64 = 5 * 60 * 1_000_000

  private let context: WriteContext

  init(_ context: WriteContext) {
    self.context = context
  }

  /// - Throws: `PASSKEYS_DISABLED`.
  private func relyingParty() throws(RPCError) -> RelyingParty {
    let id = context.settings.passkeyRelyingPartyID
    guard !id.isEmpty else {
      throw RPCError(
        .passkeysDisabled,
        "There are no passkeys here: the setting passkey_relying_party_id is empty."
      )
    }
    let origins = context.settings.passkeyOrigins
    return RelyingParty(id: id, origins: origins.isEmpty ? ["https://\(id)"] : Set(origins))
  }

  /// A new challenge.
  ///
  /// - Parameter user: 0 for whoever has a passkey.
  /// - Throws: `PASSKEYS_DISABLED`.
  func challenge(
    for purpose: PasskeyPurpose,
    user: Int64
  ) throws -> (bytes: [UInt8], relyingPartyID: String, end: Time) {
    let party = try relyingParty()
    let challenge = RelyingParty.makeChallenge()
    let end = Time(microseconds: context.now.microseconds + Self.challengeMicroseconds)
    try PasskeyQueries.insert(
      challenge,
      for: purpose,
      user: user,
      until: end,
      at: context.now,
      context.db
    )
    return (challenge, party.id, end)
  }

  /// What an authenticator needs to make an assertion.
  func assertionChallenge(for user: Int64) throws -> PasskeyChallenge {
    let (challenge, id, end) = try challenge(for: .authentication, user: user)
    return PasskeyChallenge(
      challenge: challenge,
      relyingPartyID: id,
      credentialIDs: user == 0 ? [] : try PasskeyQueries.passkeys(of: user, context.db).map(\.credentialID),
      expireTime: Timestamp(end)
    )
  }

  /// Verifies an assertion and uses up its challenge. The counter of the passkey moves on in this
  /// transaction, so of several calls with one assertion one succeeds.
  ///
  /// - Parameter user: whose passkey it must be; nil for anybody's.
  /// - Returns: the user of the passkey; nil if the assertion is refused.
  func verify(
    _ assertion: RosterProto.PasskeyAssertion,
    of user: Int64?,
    needsUserVerification: Bool
  ) throws -> Int64? {
    let party = try relyingParty()
    guard let challenge = ClientChallenge.read(assertion.clientData),
      let owner = try PasskeyQueries.takeChallenge(
        challenge,
        for: .authentication,
        at: context.now,
        context.db
      ),
      let stored = try PasskeyQueries.passkey(credential: assertion.credentialID, context.db),
      owner == 0 || owner == stored.passkey.userID, user == nil || user == stored.passkey.userID
    else { return nil }
    if !assertion.userHandle.isEmpty {
      let handle = try PasskeyQueries.userHandle(of: stored.passkey.userID, context.db)
      guard assertion.userHandle == handle else { return nil }
    }
    let response = Credentials.PasskeyAssertion(
      clientDataJSON: assertion.clientData,
      authenticatorData: assertion.authenticatorData,
      signature: assertion.signature
    )
    let result = Result { () throws(WebAuthnError) in
      try party.verify(
        response,
        of: stored.credential,
        challenge: challenge,
        requireUserVerification: needsUserVerification
      )
    }
    guard case .success(let verified) = result else { return nil }
    try PasskeyQueries.noteUse(of: stored.passkey.id, verified, at: context.now, context.db)
    return stored.passkey.userID
  }

  /// Verifies a registration and uses up its challenge.
  ///
  /// - Throws: `PASSKEY_REFUSED`.
  func verify(_ registration: RegisterPasskeyRequest, of user: Int64) throws -> Credentials.Passkey {
    let party = try relyingParty()
    guard let challenge = ClientChallenge.read(registration.clientData),
      try PasskeyQueries.takeChallenge(challenge, for: .registration, at: context.now, context.db) == user
    else { throw Self.refused("challenge", "the challenge is unknown, was used or has expired") }
    do {
      let passkey = try party.verify(
        PasskeyRegistration(
          clientDataJSON: registration.clientData,
          attestationObject: registration.attestationObject
        ),
        challenge: challenge,
        requireUserVerification: false
      )
      guard passkey.id == registration.credentialID else {
        throw Self.refused("credential_id", "the credential's id is not that of the attestation")
      }
      return passkey
    } catch let error as WebAuthnError {
      throw Self.refused(error.step.map { "step \($0)" } ?? "backup flags", "\(error)")
    }
  }

  private static func refused(_ check: String, _ problem: String) -> RPCError {
    RPCError(.passkeyRefused, "The passkey was refused: \(problem).", ["check": check])
  }
}

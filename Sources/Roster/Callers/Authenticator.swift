import Credentials
import RPC
import RosterProto

/// Authenticates the callers of methods.
package struct Authenticator: Sendable {
  private let keys: KeyDirectory
  private let sessions: any SessionDirectory
  private let clock: WallClock
  private let uses: KeyUseRecorder

  package init(
    keys: KeyDirectory,
    uses: KeyUseRecorder,
    sessions: any SessionDirectory,
    clock: WallClock
  ) {
    self.keys = keys
    self.uses = uses
    self.sessions = sessions
    self.clock = clock
  }

  /// The caller, by the token in the call's metadata. A rule that is open to anyone needs no token.
  ///
  /// - Throws: `UNAUTHENTICATED`.
  package func identify<Request>(_ call: Call, for rule: Rule<Request>) throws(RPCError) -> Caller {
    if case .anyone = rule.principals { return .anyone }
    let caller = try identify(call)
    call.connection.isAuthenticated = true
    return caller
  }

  /// The last key that a connection authenticated with, cached so that the same token is not hashed again.
  private final class KnownCaller {
    let authorization: [UInt8]
    let entry: KeyDirectory.Entry
    let version: UInt64

    init(authorization: [UInt8], entry: KeyDirectory.Entry, version: UInt64) {
      self.authorization = authorization
      self.entry = entry
      self.version = version
    }
  }

  private func identify(_ call: Call) throws(RPCError) -> Caller {
    guard let authorization = call.metadata.bytes(for: "authorization") else {
      throw RPCError(
        .tokenMissing,
        "This call has no token. Send the metadata authorization: Bearer TOKEN."
      )
    }
    // Read before the look-up: a change in between invalidates the cached entry.
    let version = keys.version
    if let known = call.connection.attachment as? KnownCaller, known.version == version,
      known.authorization.withUnsafeBytes({ ConstantTime.equal($0, authorization) })
    {
      return .principal(try use(known.entry))
    }
    guard let token = Self.bearerToken(authorization) else { throw Self.malformed }
    if let user = sessions.user(token: token) { return .user(user) }
    let entry = try lookUp(token)
    call.connection.attachment = KnownCaller(
      authorization: Array(authorization),
      entry: entry,
      version: version
    )
    return .principal(try use(entry))
  }

  private static var malformed: RPCError {
    RPCError(
      .tokenMalformed,
      "The metadata authorization must be Bearer and an API key, rk_ and 43 characters."
    )
  }

  private func lookUp(_ token: [UInt8]) throws(RPCError) -> KeyDirectory.Entry {
    guard APIKey.isWellFormed(token) else { throw Self.malformed }
    guard let entry = keys.entry(APIKey.Hash(token: token)) else {
      throw RPCError(.tokenInvalid, "This token is unknown. Check that it belongs to this server.")
    }
    guard !entry.isRevoked else {
      throw RPCError(.tokenRevoked, "This token has been revoked. Ask an owner for a new one.")
    }
    return entry
  }

  /// The principal of a key that has not expired; records the use.
  private func use(_ entry: KeyDirectory.Entry) throws(RPCError) -> CallingPrincipal {
    // Expiry is checked to the microsecond; last use needs only the minute.
    let now = entry.expireTime == nil ? clock.coarseNow() : clock.now()
    if let expireTime = entry.expireTime, expireTime <= now {
      throw RPCError(.tokenExpired, "This token has expired. Ask an owner for a new one.")
    }
    uses.note(entry.use, now: now)
    return entry.principal
  }

  /// The token of `Bearer TOKEN` (RFC 6750); the scheme is case-insensitive (RFC 9110).
  private static func bearerToken(_ authorization: UnsafeRawBufferPointer) -> [UInt8]? {
    let scheme = "bearer"
    let length = scheme.utf8.count
    guard authorization.count > length, authorization[length] == UInt8(ascii: " ") else { return nil }
    for (byte, expected) in zip(authorization, scheme.utf8) where byte | 0x20 != expected { return nil }
    return Array(authorization.dropFirst(length + 1))
  }
}

import Credentials
import RPC
import RosterProto
import SQL

/// Authenticates the callers of methods.
///
/// A class, as ``Rule`` is: every call passes it on, and one reference is cheaper to copy than what it holds.
package final class Authenticator: Sendable {
  private let keys: KeyDirectory
  private let uses: KeyUseRecorder
  private let sessionUses: SessionUseRecorder
  private let clock: WallClock

  private static let brokering = GrantSet([.sessionsBroker])

  package init(keys: KeyDirectory, uses: KeyUseRecorder, sessionUses: SessionUseRecorder, clock: WallClock) {
    self.keys = keys
    self.uses = uses
    self.sessionUses = sessionUses
    self.clock = clock
  }

  /// Whom the call's metadata names. A rule that is open to anyone needs no token.
  ///
  /// - Throws: `UNAUTHENTICATED`; `GRANT_MISSING` where a principal without `sessions.broker` calls for a
  ///   user.
  package func identify<Request>(_ call: Call, for rule: Rule<Request>) throws(RPCError) -> Identity {
    if case .anyone = rule.principals { return .anyone }
    let identity = try identify(call)
    guard case .principal(let principal) = identity else { return identity }
    call.connection.isAuthenticated = true
    return try call.metadata.bytes(for: "on-behalf-of").map { token throws(RPCError) in
      try session(Array(token), for: principal, call.method)
    } ?? identity
  }

  /// The caller whom the identity stands for, as the database has it.
  ///
  /// - Throws: `SESSION_INVALID`, or what the rule refuses the session with.
  func confirm(
    _ identity: Identity,
    by rule: SessionRule,
    at now: @autoclosure () -> Time,
    _ db: any Connection
  ) throws -> Caller {
    switch identity {
    case .anyone: return .anyone
    case .principal(let principal): return .principal(principal)
    case .session(let hash, let broker):
      let now = now()
      let (session, user) = try SessionQueries.session(hash, at: now, db)
      let caller = try SignedInUser(user, session, broker: broker)
      try rule.permit(caller.session, at: now)
      try sessionUses.note(session, now: now)
      return .user(caller)
    }
  }

  /// A principal that calls for the user of a session, whose token it sends beside its own.
  private func session(
    _ token: [UInt8],
    for broker: CallingPrincipal,
    _ method: MethodDescriptor
  ) throws(RPCError) -> Identity {
    guard OpaqueToken.kind(of: token) == .session else {
      throw RPCError(.tokenMalformed, "The metadata on-behalf-of must be a session's token.")
    }
    guard broker.grants.contains(Self.brokering) else {
      throw .grantMissing(.sessionsBroker, broker, method)
    }
    return .session(TokenHash(of: token), broker: broker)
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

  private func identify(_ call: Call) throws(RPCError) -> Identity {
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
    let kind = OpaqueToken.kind(of: token)
    if kind == .session { return .session(TokenHash(of: token), broker: nil) }
    guard kind == .apiKey else { throw Self.malformed }
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
      "The metadata authorization must be Bearer and a token: rk_ (an API key) or rs_ (a session) and "
        + "43 characters."
    )
  }

  private func lookUp(_ token: [UInt8]) throws(RPCError) -> KeyDirectory.Entry {
    guard let entry = keys.entry(TokenHash(of: token)) else {
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

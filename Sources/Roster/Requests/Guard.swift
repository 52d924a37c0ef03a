import RPC

/// Stands before every method: finds out who calls, and whether they may.
package struct Guard: Sendable {
  private let keys: KeyDirectory
  private let clock: WallClock

  package init(keys: KeyDirectory, clock: WallClock) {
    self.keys = keys
    self.clock = clock
  }

  /// The principal, where the rule lets it in; nil where the rule asks for none.
  ///
  /// - Throws: `UNAUTHENTICATED` or `PERMISSION_DENIED`.
  package func admit(_ call: ServerCall, by rule: Rule) throws(RPCError) -> Principal? {
    switch rule {
    case .anyone:
      return nil
    case .authenticated:
      return try identify(call)
    case .grant(let grant):
      let principal = try identify(call)
      guard principal.role.grants.contains(GrantSet([grant])) else {
        throw RPCError(
          .grantMissing,
          "\(call.method.name) needs the grant \(grant.rawValue), which the role \(principal.role.name) "
            + "lacks. Ask an owner for a role that has it.",
          ["grant": grant.rawValue, "method": call.method.description]
        )
      }
      return principal
    }
  }

  // MARK: Who

  /// What a connection remembers of its last call, so that the next one with the same token is not hashed.
  private final class KnownCaller {
    let authorization: [UInt8]
    let principal: Principal
    let expireTime: Time?
    let version: UInt64

    init(authorization: [UInt8], entry: KeyDirectory.Entry, version: UInt64) {
      self.authorization = authorization
      principal = entry.principal
      expireTime = entry.expireTime
      self.version = version
    }
  }

  private func identify(_ call: ServerCall) throws(RPCError) -> Principal {
    guard let authorization = call.metadata.bytes(for: "authorization") else {
      throw RPCError(
        .tokenMissing,
        "This call names no caller. Send the metadata authorization: Bearer TOKEN."
      )
    }
    // Read before the look-up: a change in between leaves what is remembered stale, never fresh.
    let version = keys.version
    if let known = call.connection.attachment as? KnownCaller, known.version == version,
      known.authorization.withUnsafeBytes({ ConstantTime.equal($0, authorization) })
    {
      try checkExpiry(known.expireTime)
      return known.principal
    }
    let entry = try lookUp(authorization)
    call.connection.attachment = KnownCaller(
      authorization: Array(authorization),
      entry: entry,
      version: version
    )
    return entry.principal
  }

  private func lookUp(_ authorization: UnsafeRawBufferPointer) throws(RPCError) -> KeyDirectory.Entry {
    guard let token = Self.bearerToken(authorization), APIKey.isWellFormed(token) else {
      throw RPCError(
        .tokenMalformed,
        "The metadata authorization must be Bearer and an API key, rk_ and 43 characters."
      )
    }
    guard let entry = keys.entry(APIKey.Hash(token: token)) else {
      throw RPCError(.tokenInvalid, "No caller has this token. Check that it belongs to this server.")
    }
    guard !entry.isRevoked else {
      throw RPCError(.tokenRevoked, "This token has been revoked. Ask an owner for a new one.")
    }
    try checkExpiry(entry.expireTime)
    return entry
  }

  private func checkExpiry(_ expireTime: Time?) throws(RPCError) {
    guard let expireTime, expireTime <= clock.now() else { return }
    throw RPCError(.tokenExpired, "This token has expired. Ask an owner for a new one.")
  }

  /// The token of `Bearer TOKEN` (RFC 6750); the scheme is taken in any case (RFC 9110).
  private static func bearerToken(_ authorization: UnsafeRawBufferPointer) -> [UInt8]? {
    let scheme = "bearer"
    let length = scheme.utf8.count
    guard authorization.count > length, authorization[length] == UInt8(ascii: " ") else { return nil }
    for (byte, expected) in zip(authorization, scheme.utf8) where byte | 0x20 != expected { return nil }
    return Array(authorization.dropFirst(length + 1))
  }
}

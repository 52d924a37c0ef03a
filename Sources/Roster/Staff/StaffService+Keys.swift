import RPC
import RosterProto
import SQL

extension StaffService {
  package var createKey: UnaryHandler<CreateKeyRequest, CreateKeyResponse> {
    run.write(.grant(.staffManage)) { request, context in
      let id = try Checks.id(request.principalID, "principal_id")
      let label = try TextRules.name(request.label, "label")
      let expireTime = try request.expireTime?.time("expire_time")
      if let expireTime, expireTime <= context.now {
        throw RPCError.invalid("expire_time", "must be in the future")
      }
      let principal = try PrincipalQueries.principal(id, context.db)
      try context.permit(.createKey(of: try PrincipalQueries.grants(of: principal.id, context.db)))
      let made = OpaqueToken.generate(.apiKey)
      let key = try KeyQueries.insert(
        made.hash,
        of: id,
        label: label,
        expireTime: expireTime,
        context.stamp,
        context.db
      )
      try context.record("key.created", .key(key.id, of: principal), .created(key))
      return CreateKeyResponse(key: key, token: made.text)
    }
  }

  package var listKeys: UnaryHandler<ListKeysRequest, ListKeysResponse> {
    run.list(.grant(.staffManage), tokens) { request, _ in
      try StaffList.keys(
        ofPrincipal: request.principalID,
        includeRevoked: request.includeRevoked,
        show: withLastUse
      )
    }
  }

  package var revokeKey: UnaryHandler<RevokeKeyRequest, ApiKey> {
    run.write(.grant(.staffManage)) { request, context in
      let id = try Checks.id(request.keyID, "key_id")
      let key = try KeyQueries.key(id, context.db)
      try context.permit(.revokeKey(of: try PrincipalQueries.grants(of: key.principalID, context.db)))
      guard key.revokeTime == nil else {
        throw RPCError(.keyRevoked, "Key \(id) has been revoked already.", ["key_id": "\(id)"])
      }
      try StaffRules.requireOwnerKey(context.db) { key, _ in key == id }
      let principal = try PrincipalQueries.principal(key.principalID, context.db)
      let revoked = try Self.revoke(key, of: principal, context)
      return withLastUse(revoked)
    }
  }

  /// Revokes a key, and records the event with its principal.
  @discardableResult
  static func revoke(_ key: ApiKey, of principal: Principal, _ context: WriteContext) throws -> ApiKey {
    let revoked = try KeyQueries.revoke(key.id, context.stamp, context.db)
    try context.record("key.revoked", .key(key.id, of: principal), .changed(from: key, to: revoked))
    return revoked
  }
}

import RPC
import RosterProto
import SQL

// What staff enable and disable.
extension UserService {
  package var lockUser: UnaryHandler<LockUserRequest, User> {
    run.write(.grant(.usersUpdate)) { request, context in
      let user = try Self.user(request.userID, "user_id", request.expectedRevision, context)
      guard user.state != .locked else {
        throw RPCError(.userLocked, "User \(user.id) is locked already.", ["user_id": "\(user.id)"])
      }
      return try Self.set(["state": Int64(UserState.locked.rawValue)], of: user, "user.locked", context)
    }
  }

  package var unlockUser: UnaryHandler<UnlockUserRequest, User> {
    run.write(.grant(.usersUpdate)) { request, context in
      let user = try Self.user(request.userID, "user_id", request.expectedRevision, context)
      guard user.state == .locked else {
        throw RPCError(.userNotLocked, "User \(user.id) is not locked.", ["user_id": "\(user.id)"])
      }
      return try Self.set(["state": Int64(UserState.active.rawValue)], of: user, "user.unlocked", context)
    }
  }

  package var disableTwoFactor: UnaryHandler<DisableTwoFactorRequest, User> {
    run.write(.grant(.credentialsDisable)) { request, context in
      let user = try Self.user(request.userID, "user_id", request.expectedRevision, context)
      guard user.twoFactorEnabled else {
        throw RPCError(
          .twoFactorNotEnabled,
          "User \(user.id) has no second factor to disable.",
          ["user_id": "\(user.id)"]
        )
      }
      return try Self.set(["two_factor_enabled": false], of: user, "user.two_factor_disabled", context)
    }
  }

  package var disableSecurityQuestion: UnaryHandler<DisableSecurityQuestionRequest, User> {
    run.write(.grant(.credentialsDisable)) { request, context in
      let user = try Self.user(request.userID, "user_id", request.expectedRevision, context)
      guard user.securityQuestionSet else {
        throw RPCError(
          .securityQuestionNotSet,
          "User \(user.id) has no security question to remove.",
          ["user_id": "\(user.id)"]
        )
      }
      let kind = "user.security_question_disabled"
      return try Self.set(["security_question_set": false], of: user, kind, context)
    }
  }

  private static func set(
    _ columns: KeyValuePairs<String, any SQLValue>,
    of user: User,
    _ kind: String,
    _ context: WriteContext
  ) throws -> User {
    let changed = try UserQueries.set(columns, of: user.id, context.stamp, context.db)
    try context.record(kind, .user(user.id), .changed(from: user, to: changed))
    return changed
  }
}

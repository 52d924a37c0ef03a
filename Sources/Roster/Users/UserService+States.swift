import Mail
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
      let locked = try Self.change(
        ["state": Int64(UserState.locked.rawValue)],
        of: user,
        "user.locked",
        context
      )
      try SessionEnding(.userLocked, context).endAll(of: user.id)
      return locked
    }
  }

  package var unlockUser: UnaryHandler<UnlockUserRequest, User> {
    run.write(.grant(.usersUpdate)) { request, context in
      let user = try Self.user(request.userID, "user_id", request.expectedRevision, context)
      guard user.state == .locked else {
        throw RPCError(.userNotLocked, "User \(user.id) is not locked.", ["user_id": "\(user.id)"])
      }
      return try Self.change(["state": Int64(UserState.active.rawValue)], of: user, "user.unlocked", context)
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
      try SecondFactorQueries.deleteTOTP(of: user.id, context.db)
      try PasskeyQueries.deleteAll(of: user.id, context.db)
      try TrustedDeviceQueries.forgetAll(of: user.id, context.db)
      let kind = "user.two_factor_disabled"
      let changed = try Self.change(["two_factor_enabled": false], of: user, kind, context)
      try context.mail(.twoFactorDisabled, to: MailRecipient(user), [:])
      return changed
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
      try SecurityQuestionQueries.delete(of: user.id, context.db)
      let kind = "user.security_question_disabled"
      return try Self.change(["security_question_set": false], of: user, kind, context)
    }
  }

  package var sendPasswordReset: UnaryHandler<SendPasswordResetRequest, SendPasswordResetResponse> {
    run.write(.grant(.credentialsReset)) { request, context in
      let user = try Self.user(request.userID, "user_id", 0, context)
      guard user.state != .locked else { throw RPCError.userLocked(user.id) }
      try Link.countSend(to: user.email, context)
      let revision = try context.record("user.password_reset_requested", .user(user.id), EventChanges())
      let end = try Link.send(.passwordReset, of: user, to: user.email, context)
      return SendPasswordResetResponse(expireTime: Timestamp(end), revision: revision)
    }
  }

  /// Changes columns that only the server writes, with an event.
  static func change(
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

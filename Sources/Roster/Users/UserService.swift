import Credentials
import Mail
import RPC
import RosterProto

/// Users, apart from any account. Each method declares its authorization rule and its kind.
package struct UserService: UserServiceInterface {
  let run: Runner
  private let tokens: PageTokens

  package init(run: Runner, tokens: PageTokens) {
    self.run = run
    self.tokens = tokens
  }

  package var getUser: UnaryHandler<GetUserRequest, User> {
    run.point(.grant(.usersRead, users: .decidedByMethod)) { request, context in
      switch request.selector {
      case .userID(let id):
        try context.userPolicy?.requireSelf(id)
        return try UserQueries.user(id: try Checks.id(id, "user_id"), at: context.now, context.db)
      case .email(let email):
        let email = try TextRules.email(email, "email")
        guard case .user(let caller) = context.caller else {
          return try UserQueries.user(email: email, at: context.now, context.db)
        }
        // The same error for another user's address and for an unknown one.
        let user = try UserQueries.user(id: caller.id, at: context.now, context.db)
        guard EmailAddress.key(email) == EmailAddress.key(user.email) else { throw RPCError.selfOnly() }
        return user
      case nil:
        throw RPCError.invalid("selector", "must be an id or an e-mail address")
      }
    }
  }

  package var batchGetUsers: UnaryHandler<BatchGetUsersRequest, BatchGetUsersResponse> {
    run.scan(.grant(.usersRead)) { request, context in
      try Checks.batch(request.userIDs.count, "user_ids")
      for (index, id) in request.userIDs.enumerated() { try Checks.id(id, "user_ids[\(index)]") }
      let users = try UserQueries.users(ids: request.userIDs, at: context.now, context.db)
      return BatchGetUsersResponse(
        users: users.compactMap(\.self),
        missingUserIDs: zip(request.userIDs, users).filter { $1 == nil }.map(\.0)
      )
    }
  }

  package var listUsers: UnaryHandler<ListUsersRequest, ListUsersResponse> {
    run.list(.grant(.usersList), tokens) { request, context in
      try UserList.query(request.filter, orderBy: request.orderBy, at: context.now, context.db)
    }
  }

  package var createUser: UnaryHandler<CreateUserRequest, User> {
    run.write(.grant(.usersCreate)) { request, context in
      let profile = try UserProfile(request)
      let hash = try Self.importedHash(request.passwordHash, context)
      var user = try UserQueries.insert(profile, context.stamp, context.db)
      if let hash {
        try PasswordQueries.set(hash, of: user.id, at: context.now, context.db)
        user = try UserQueries.set(["password_set": true], of: user.id, context.stamp, context.db)
      }
      try context.record("user.created", .user(user.id), .created(user))
      return user
    }
  }

  package var updateUser: UnaryHandler<UpdateUserRequest, User> {
    run.write(.grant(.usersUpdate, users: .themselves { $0.user?.id ?? 0 })) { request, context in
      guard let change = request.user else { throw RPCError.invalid("user", "must not be empty") }
      let mask = try UpdateMask(
        request.updateMask,
        writable: [
          "email": !change.email.isEmpty,
          "first_name": !change.firstName.isEmpty,
          "last_name": !change.lastName.isEmpty,
          "language": !change.language.isEmpty,
        ],
        byPrincipals: ["two_factor_required": change.twoFactorRequired],
        caller: context.caller
      )
      let user = try Self.user(change.id, "user.id", request.expectedRevision, context)
      let profile = try UserProfile(of: user).updated(by: change, mask)
      if case .user = context.caller, profile.email != user.email {
        throw RPCError(
          .emailNotWritable,
          "Users do not change their e-mail address here. Ask the staff to do it."
        )
      }
      let isRequired =
        mask.contains("two_factor_required") ? change.twoFactorRequired : user.twoFactorRequired
      return try Self.update(user, to: profile, requiresSecondFactor: isRequired, context)
    }
  }

  package var deleteUser: UnaryHandler<DeleteUserRequest, DeleteUserResponse> {
    run.write(.grant(.usersDelete)) { request, context in
      let user = try Self.user(request.userID, "user_id", request.expectedRevision, context)
      let accounts = try UserQueries.accountCount(of: user.id, context.db)
      guard accounts == 0 else {
        throw RPCError(
          .userHasAccounts,
          "User \(user.id) is attached to \(accounts) account\(accounts == 1 ? "" : "s"). Remove the user "
            + "from each, or transfer those the user owns, first.",
          ["account_count": "\(accounts)"]
        )
      }
      try UserQueries.delete(user.id, context.db)
      let revision = try context.record("user.deleted", .user(user.id), .deleted(user))
      try context.outbox.withdraw(.verification(user: user.id), context.lastStamp, context.db)
      try Link.endAll(of: user.id, context)
      try InvitationEnding(.userDeleted, context).cancelAll(of: user.email)
      return DeleteUserResponse(revision: revision)
    }
  }

  package var listUserAccounts: UnaryHandler<ListUserAccountsRequest, ListUserAccountsResponse> {
    run.list(.grant(.usersRead, users: .themselves(\.userID)), tokens) { request, context in
      let id = try Checks.id(request.userID, "user_id")
      try UserQueries.requireUser(id, context.db)
      return try MembershipList.accounts(ofUser: id)
    }
  }

  /// The hash of a password from another system; nil for none. Its costs are checked, and nothing is
  /// computed.
  ///
  /// - Throws: `GRANT_MISSING`, `INVALID_FIELD`.
  private static func importedHash(_ text: String, _ context: WriteContext) throws -> String? {
    guard !text.isEmpty else { return nil }
    if case .principal(let principal) = context.caller, !principal.grants.contains(GrantSet([.usersImport])) {
      throw RPCError.grantMissing(.usersImport, principal, UserServiceMethods.createUser)
    }
    do throws(PasswordHashFault) {
      return try PasswordHash(text).text
    } catch {
      throw RPCError.invalid("password_hash", error.description)
    }
  }

  /// Updates what differs, and records the event if anything does.
  ///
  /// - Parameters:
  ///   - verifiesEmail: whether the change proves that the user has the address.
  ///   - requiresSecondFactor: nil to leave it as it is.
  static func update(
    _ user: User,
    to profile: UserProfile,
    verifiesEmail: Bool = false,
    requiresSecondFactor: Bool? = nil,
    _ context: WriteContext
  ) throws -> User {
    var updated = try UserQueries.update(user, to: profile, context.stamp, context.db)
    if verifiesEmail, !updated.emailVerified {
      updated = try UserQueries.set(["email_verified": true], of: user.id, context.stamp, context.db)
    }
    if let required = requiresSecondFactor, required != user.twoFactorRequired {
      updated = try UserQueries.set(["two_factor_required": required], of: user.id, context.stamp, context.db)
    }
    if updated.revision != user.revision {
      try context.record("user.updated", .user(user.id), .changed(from: user, to: updated))
    }
    if EmailAddress.key(updated.email) != EmailAddress.key(user.email) {
      // The links were mailed to the former address, or ask for another one.
      try Link.endAll(of: user.id, context)
      // Somebody else may read mail at the old address; and the new address may have invitations to accounts
      // of which the user is already a member.
      let ending = InvitationEnding(.emailChanged, context)
      try ending.cancelAll(of: user.email)
      try ending.cancelAll(ofMember: updated)
      // To both: an attacker must not change the address unnoticed, and the new address should prove to work.
      let addresses = ["old_email": user.email, "new_email": updated.email]
      try context.mail(.emailChangedOld, to: MailRecipient(user), addresses)
      try context.mail(.emailChangedNew, to: MailRecipient(updated), addresses)
    }
    return updated
  }

  /// Reads the user that a request changes, and checks the expected revision.
  static func user(
    _ id: Int64,
    _ field: String,
    _ expectedRevision: Int64,
    _ context: WriteContext
  ) throws -> User {
    let user = try UserQueries.user(id: try Checks.id(id, field), at: context.now, context.db)
    try Checks.revision(expectedRevision, current: user.revision, of: "User \(user.id)")
    return user
  }
}

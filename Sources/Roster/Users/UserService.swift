import RPC
import RosterProto

/// Users, apart from any account. Each method's rule and kind stand beside it.
package struct UserService: UserServiceInterface {
  private let run: Runner
  private let tokens: PageTokens

  package init(run: Runner, tokens: PageTokens) {
    self.run = run
    self.tokens = tokens
  }

  package var getUser: UnaryHandler<GetUserRequest, User> {
    run.read(.grant(.usersRead)) { request, context in
      switch request.selector {
      case .id(let id): try UserQueries.user(id: try Checks.id(id, "id"), context.db)
      case .email(let email): try UserQueries.user(email: try TextRules.email(email, "email"), context.db)
      case nil: throw RPCError.invalid("selector", "must be an id or an e-mail address")
      }
    }
  }

  package var batchGetUsers: UnaryHandler<BatchGetUsersRequest, BatchGetUsersResponse> {
    run.scan(.grant(.usersRead)) { request, context in
      try Checks.batch(request.ids.count, "ids")
      var response = BatchGetUsersResponse()
      for (index, id) in request.ids.enumerated() {
        if let user = try UserQueries.userIfAny(id: try Checks.id(id, "ids[\(index)]"), context.db) {
          response.users.append(user)
        } else {
          response.missingIDs.append(id)
        }
      }
      return response
    }
  }

  package var listUsers: UnaryHandler<ListUsersRequest, ListUsersResponse> {
    run.scan(.grant(.usersList)) { [tokens] request, context in
      let page = try Page(of: request, tokens)
      let (users, next) = try UserList.query(request.filter, orderBy: request.orderBy, context.db)
        .page(page, on: context.db) { UserQueries.user($0, from: ListQuery.firstColumn) }
      return ListUsersResponse(users: users, nextPageToken: next)
    }
  }

  package var createUser: UnaryHandler<CreateUserRequest, User> {
    run.write(.grant(.usersCreate)) { request, context in
      let profile = try UserProfile(
        email: request.email,
        firstName: request.firstName,
        lastName: request.lastName,
        language: request.language
      )
      return try UserQueries.insert(profile, now: context.now, context.db)
    }
  }

  package var updateUser: UnaryHandler<UpdateUserRequest, User> {
    run.write(.grant(.usersUpdate)) { request, context in
      guard let change = request.user else { throw RPCError.invalid("user", "must not be empty") }
      let mask = try UpdateMask(
        request.updateMask,
        writable: [
          "email": !change.email.isEmpty,
          "first_name": !change.firstName.isEmpty,
          "last_name": !change.lastName.isEmpty,
          "language": !change.language.isEmpty,
        ]
      )
      let user = try UserQueries.user(id: try Checks.id(change.id, "user.id"), context.db)
      try Checks.revision(request.expectedRevision, current: user.revision, of: "User \(user.id)")
      let profile = try UserProfile(
        email: mask.contains("email") ? change.email : user.email,
        firstName: mask.contains("first_name") ? change.firstName : user.firstName,
        lastName: mask.contains("last_name") ? change.lastName : user.lastName,
        language: mask.contains("language") ? change.language : user.language,
        prefix: "user."
      )
      return try Self.apply(profile, to: user, context)
    }
  }

  package var deleteUser: UnaryHandler<DeleteUserRequest, DeleteUserResponse> {
    run.write(.grant(.usersDelete)) { request, context in
      let user = try UserQueries.user(id: try Checks.id(request.id, "id"), context.db)
      try Checks.revision(request.expectedRevision, current: user.revision, of: "User \(user.id)")
      let accounts = try UserQueries.accountCount(of: user.id, context.db)
      guard accounts == 0 else {
        throw RPCError(
          .userHasAccounts,
          "User \(user.id) is attached to \(accounts) account\(accounts == 1 ? "" : "s"). Remove the user from each, "
            + "or transfer those the user owns, first.",
          ["account_count": "\(accounts)"]
        )
      }
      try UserQueries.delete(user.id, context.db)
      return DeleteUserResponse()
    }
  }

  package var listUserAccounts: UnaryHandler<ListUserAccountsRequest, ListUserAccountsResponse> {
    run.scan(.grant(.usersRead)) { [tokens] request, context in
      let id = try Checks.id(request.userID, "user_id")
      let page = try Page(of: request, tokens)
      try UserQueries.requireUser(id, context.db)
      let (accounts, next) = try MembershipList.accounts(ofUser: id, page, context.db)
      return ListUserAccountsResponse(accounts: accounts, nextPageToken: next)
    }
  }

  /// Writes what differs. An address that differs in more than case has to be verified anew.
  private static func apply(_ profile: UserProfile, to user: User, _ context: WriteContext) throws -> User {
    let current = try? UserProfile(
      email: user.email,
      firstName: user.firstName,
      lastName: user.lastName,
      language: user.language
    )
    guard profile != current else { return user }
    let isSameAddress = profile.emailKey == TextKey.fold(user.email)
    try UserQueries.update(
      user.id,
      to: profile,
      emailVerified: user.emailVerified && isSameAddress,
      now: context.now,
      context.db
    )
    return try UserQueries.user(id: user.id, context.db)
  }
}

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
      let profile = try UserProfile(request)
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
      let profile = try UserProfile(of: user).updated(by: change, mask)
      return try UserQueries.update(user, to: profile, now: context.now, context.db)
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
          "User \(user.id) is attached to \(accounts) account\(accounts == 1 ? "" : "s"). Remove the user "
            + "from each, or transfer those the user owns, first.",
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
}

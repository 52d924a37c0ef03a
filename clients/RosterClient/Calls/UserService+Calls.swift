extension UserServiceClientProtocol {
  /// The user with this id.
  public func getUser(id: Int64) async throws(RPCError) -> User {
    try await getUser(GetUserRequest(selector: .userID(id)))
  }

  /// The user with this e-mail address, ignoring case.
  public func getUser(email: String) async throws(RPCError) -> User {
    try await getUser(GetUserRequest(selector: .email(email)))
  }

  /// Up to 1,000 users, all read at the same time, and the ids that do not exist.
  public func batchGetUsers(ids: [Int64]) async throws(RPCError) -> BatchGetUsersResponse {
    try await batchGetUsers(BatchGetUsersRequest(userIDs: ids))
  }

  /// The users that match a filter; all, without one.
  ///
  /// - Parameters:
  ///   - orderBy: `id`, `name`, `email`, `create_time` or `last_login_time`, with ` desc` for descending.
  ///   - pageSize: users fetched at a time, up to 1,000; 0 leaves it to the server.
  public func listUsers(
    _ filter: UserFilter? = nil,
    orderBy: String = "",
    pageSize: Int32 = 0
  ) -> PagedSequence<User> {
    PagedSequence(ListUsersRequest(filter: filter, pageSize: pageSize, orderBy: orderBy), by: listUsers)
  }

  /// Creates an active user without accounts.
  ///
  /// - Parameter passwordHash: a hash of the user's password from another system, which needs the grant
  ///   `users.import`; empty: the user has no password.
  public func createUser(
    email: String,
    firstName: String = "",
    lastName: String = "",
    language: String = "",
    passwordHash: String = ""
  ) async throws(RPCError) -> User {
    let request = CreateUserRequest(
      email: email,
      firstName: firstName,
      lastName: lastName,
      language: language,
      passwordHash: passwordHash
    )
    return try await createUser(request)
  }

  /// Changes a user.
  ///
  /// - Parameter expectedRevision: the user's revision as read; if it has changed since, the call fails. 0
  ///   does not check.
  public func updateUser(
    id: Int64,
    _ changes: UserChanges,
    expectedRevision: Int64 = 0
  ) async throws(RPCError) -> User {
    let user = User(
      id: id,
      email: changes.email ?? "",
      firstName: changes.firstName ?? "",
      lastName: changes.lastName ?? "",
      language: changes.language ?? "",
      twoFactorRequired: changes.twoFactorRequired ?? false
    )
    return try await updateUser(
      UpdateUserRequest(user: user, updateMask: changes.mask, expectedRevision: expectedRevision)
    )
  }

  /// Deletes a user who is attached to no account, for good.
  ///
  /// - Returns: the revision, which is the id of its event.
  @discardableResult
  public func deleteUser(id: Int64, expectedRevision: Int64 = 0) async throws(RPCError) -> Int64 {
    try await deleteUser(DeleteUserRequest(userID: id, expectedRevision: expectedRevision)).revision
  }

  /// The accounts that a user owns or is a member of, with the user's membership in each, ordered by id.
  public func listUserAccounts(ofUser id: Int64, pageSize: Int32 = 0) -> PagedSequence<UserAccount> {
    PagedSequence(ListUserAccountsRequest(userID: id, pageSize: pageSize), by: listUserAccounts)
  }
}

extension AccountsAPI {
  /// Makes an account that is active and whose one member is its owner.
  public func create(name: String, ownerID: Int64) async throws(RPCError) -> Account {
    try await create(CreateAccountRequest(name: name, ownerUserID: ownerID))
  }

  /// The account with this id.
  public func get(id: Int64) async throws(RPCError) -> Account {
    try await get(GetAccountRequest(id: id))
  }

  /// The accounts that pass a filter; all, without one.
  ///
  /// - Parameters:
  ///   - orderBy: `id`, `name` or `create_time`, with ` desc` for descending.
  ///   - pageSize: accounts fetched at a time, up to 1,000; 0 leaves it to the server.
  public func list(
    _ filter: AccountFilter? = nil,
    orderBy: String = "",
    pageSize: Int32 = 0
  ) -> PagedSequence<Account> {
    PagedSequence { token throws(RPCError) in
      let request = ListAccountsRequest(
        filter: filter,
        pageSize: pageSize,
        pageToken: token,
        orderBy: orderBy
      )
      let reply = try await list(request)
      return Page(elements: reply.accounts, nextPageToken: reply.nextPageToken)
    }
  }

  /// Gives an account another name.
  ///
  /// - Parameter expectedRevision: the account's revision as it was read; another one now refuses the change.
  ///   0 changes whatever is there. So too in the methods below.
  public func rename(id: Int64, to name: String, expectedRevision: Int64 = 0) async throws(RPCError)
    -> Account
  {
    let request = UpdateAccountRequest(
      account: Account(id: id, name: name),
      updateMask: FieldMask(paths: ["name"]),
      expectedRevision: expectedRevision
    )
    return try await update(request)
  }

  /// Closes an account: nobody may act on it, though members and permissions are kept.
  public func close(id: Int64, expectedRevision: Int64 = 0) async throws(RPCError) -> Account {
    try await close(CloseAccountRequest(id: id, expectedRevision: expectedRevision))
  }

  /// Opens a closed account: its members may act on it as before.
  public func reopen(id: Int64, expectedRevision: Int64 = 0) async throws(RPCError) -> Account {
    try await reopen(ReopenAccountRequest(id: id, expectedRevision: expectedRevision))
  }
}

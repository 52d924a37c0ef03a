extension AccountServiceClientProtocol {
  /// Creates an active account whose only member is its owner.
  public func createAccount(name: String, ownerID: Int64) async throws(RPCError) -> Account {
    try await createAccount(CreateAccountRequest(name: name, ownerUserID: ownerID))
  }

  /// The account with this id.
  public func getAccount(id: Int64) async throws(RPCError) -> Account {
    try await getAccount(GetAccountRequest(accountID: id))
  }

  /// The accounts that match a filter; all, without one.
  ///
  /// - Parameters:
  ///   - orderBy: `id`, `name` or `create_time`, with ` desc` for descending.
  ///   - pageSize: accounts fetched at a time, up to 1,000; 0 leaves it to the server.
  public func listAccounts(
    _ filter: AccountFilter? = nil,
    orderBy: String = "",
    pageSize: Int32 = 0
  ) -> PagedSequence<Account> {
    PagedSequence(ListAccountsRequest(filter: filter, pageSize: pageSize, orderBy: orderBy), by: listAccounts)
  }

  /// Changes an account.
  ///
  /// - Parameter expectedRevision: the account's revision as read; if it has changed since, the call fails. 0
  ///   does not check. The same in the methods below.
  public func updateAccount(
    id: Int64,
    _ changes: AccountChanges,
    expectedRevision: Int64 = 0
  ) async throws(RPCError) -> Account {
    let account = Account(
      id: id,
      name: changes.name ?? "",
      twoFactorRequired: changes.twoFactorRequired ?? false
    )
    return try await updateAccount(
      UpdateAccountRequest(account: account, updateMask: changes.mask, expectedRevision: expectedRevision)
    )
  }

  /// Renames an account.
  public func renameAccount(id: Int64, to name: String, expectedRevision: Int64 = 0) async throws(RPCError)
    -> Account
  {
    try await updateAccount(id: id, AccountChanges(name: name), expectedRevision: expectedRevision)
  }

  /// Closes an account: its members lose access, but members and permissions are kept.
  public func closeAccount(id: Int64, expectedRevision: Int64 = 0) async throws(RPCError) -> Account {
    try await closeAccount(CloseAccountRequest(accountID: id, expectedRevision: expectedRevision))
  }

  /// Reopens a closed account: its members have access as before.
  public func reopenAccount(id: Int64, expectedRevision: Int64 = 0) async throws(RPCError) -> Account {
    try await reopenAccount(ReopenAccountRequest(accountID: id, expectedRevision: expectedRevision))
  }
}

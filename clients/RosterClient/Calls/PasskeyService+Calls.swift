extension PasskeyServiceClientProtocol {
  /// The passkeys of a user, ordered by id.
  public func listPasskeys(ofUser id: Int64, pageSize: Int32 = 0) -> PagedSequence<Passkey> {
    PagedSequence(ListPasskeysRequest(userID: id, pageSize: pageSize), by: listPasskeys)
  }

  /// Removes a passkey of a user.
  ///
  /// - Returns: the revision, which is the id of its event.
  @discardableResult
  public func removePasskey(id: Int64, ofUser user: Int64) async throws(RPCError) -> Int64 {
    try await removePasskey(RemovePasskeyRequest(userID: user, passkeyID: id)).revision
  }
}

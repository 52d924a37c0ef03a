extension MailServiceClientProtocol {
  /// The mails that match a filter, without their text; all, without one.
  ///
  /// - Parameters:
  ///   - newestFirst: otherwise the oldest come first.
  ///   - pageSize: mails fetched at a time, up to 1,000; 0 leaves it to the server.
  public func listMail(
    _ filter: MailFilter? = nil,
    newestFirst: Bool = false,
    pageSize: Int32 = 0
  ) -> PagedSequence<Mail> {
    let order = newestFirst ? "id desc" : "id"
    let request = ListMailRequest(filter: filter, pageSize: pageSize, orderBy: order)
    return PagedSequence(request, by: listMail)
  }

  /// The mail with this id, with its text. `[redacted]` replaces its token.
  public func getMail(id: Int64) async throws(RPCError) -> GetMailResponse {
    try await getMail(GetMailRequest(mailID: id))
  }

  /// Queues a failed mail again.
  ///
  /// - Parameter expectedRevision: the mail's revision as read, or 0.
  public func retryMail(id: Int64, expectedRevision: Int64 = 0) async throws(RPCError) -> Mail {
    try await retryMail(RetryMailRequest(mailID: id, expectedRevision: expectedRevision))
  }
}

import ProtobufC
import RPC
import RosterProto

extension Runner {
  /// A list, answered page by page (AIP-158). It is a scan.
  ///
  /// - Parameter query: the list that a request asks for. Its paging fields are checked before.
  func list<Request: BoundedMessage & PagedRequest, Reply: Message & PagedReply>(
    _ rule: Rule<Request>,
    _ tokens: PageTokens,
    _ query: @escaping @Sendable (Request, ReadContext) throws -> ListQuery<Reply.Element>
  ) -> UnaryHandler<Request, Reply> {
    scan(rule) { request, context in
      let page = try PageRequest(of: request, tokens)
      let (entries, next) = try query(request, context).page(page, on: context.db)
      return Reply(elements: entries, nextPageToken: next)
    }
  }
}

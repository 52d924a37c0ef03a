import ProtobufC
import RPC
import RosterProto

/// The page that a request asks for, validated.
struct PageRequest {
  let size: Int
  /// Where the previous page ended; nil for the first page.
  let cursor: Cursor?
  /// What the tokens are bound to: the request without its page size and token.
  private let query: [UInt8]
  private let tokens: PageTokens

  /// - Parameters:
  ///   - defaultSize: the size where the request names none.
  ///   - maxSize: a larger size is reduced to it.
  /// - Throws: `INVALID_FIELD` or `INVALID_PAGE_TOKEN`.
  init<Request: Message & PagedRequest>(
    of request: Request,
    _ tokens: PageTokens,
    defaultSize: Int = Limits.defaultPageEntries,
    maxSize: Int = Limits.maxPageEntries
  ) throws {
    guard request.pageSize >= 0 else { throw RPCError.invalid("page_size", "must not be negative") }
    size = request.pageSize == 0 ? defaultSize : min(Int(request.pageSize), maxSize)
    var rest = request
    rest.pageSize = 0
    rest.pageToken = ""
    query = Array(Request.descriptor.name.utf8) + (try rest.serializedBytes())
    self.tokens = tokens
    cursor = try tokens.cursor(request.pageToken, for: query)
  }

  /// The token of the page that follows a row.
  func token(after cursor: Cursor) -> String {
    tokens.token(cursor, for: query)
  }
}

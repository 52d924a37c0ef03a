/// A request for a list, page by page (AIP-158): it has `page_size` and `page_token`.
public protocol PagedRequest: Sendable {
  var pageSize: Int32 { get set }
  var pageToken: String { get set }
}

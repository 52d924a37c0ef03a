/// A page of a list (AIP-158): it has `next_page_token`.
public protocol PagedReply: Sendable {
  associatedtype Element: Sendable

  /// The entries of the message's first list.
  var elements: [Element] { get }
  var nextPageToken: String { get }

  /// A page with these entries; the token is empty for the last one.
  init(elements: [Element], nextPageToken: String)
}

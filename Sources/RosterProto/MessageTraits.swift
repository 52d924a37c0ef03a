// What the generator finds in a message's fields.

/// A request for a list, page by page (AIP-158): it has `page_size` and `page_token`.
public protocol PagedRequest: Sendable {
  var pageSize: Int32 { get set }
  var pageToken: String { get set }
}

/// A page of a list (AIP-158): it has `next_page_token`.
public protocol PagedReply: Sendable {
  associatedtype Element: Sendable

  /// The entries of the message's first list.
  var elements: [Element] { get }
  var nextPageToken: String { get }

  /// A page with these entries; the token is empty for the last one.
  init(elements: [Element], nextPageToken: String)
}

/// A request that may ask for a preview (AIP-163): it has `validate_only`.
public protocol PreviewableRequest: Sendable {
  var validateOnly: Bool { get }
}

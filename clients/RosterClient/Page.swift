/// A part of a list, returned by one call.
public struct Page<Element: Sendable>: Sendable {
  public var elements: [Element]

  /// The token of the next page; empty for the last page.
  public var nextPageToken: String

  public init(elements: [Element], nextPageToken: String = "") {
    self.elements = elements
    self.nextPageToken = nextPageToken
  }
}

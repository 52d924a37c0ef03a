/// A list that the server returns page by page (AIP-158).
///
/// A page is fetched only when its first element is requested. Each iteration starts at the first page.
///
/// ```swift
/// for try await user in client.users.listUsers(UserFilter(query: "ada")) { … }
/// for try await page in client.users.listUsers().pages { … }
/// ```
public struct PagedSequence<Element: Sendable>: AsyncSequence, Sendable {
  /// Fetches a page: the first for an empty token.
  public typealias Fetch = @Sendable (_ pageToken: String) async throws(RPCError) -> Page<Element>

  private let fetch: Fetch

  public init(_ fetch: @escaping Fetch) {
    self.fetch = fetch
  }

  /// The list that a method of the contract returns.
  ///
  /// - Parameter request: what to list; its page token is replaced.
  public init<Request: PagedRequest, Reply: PagedReply>(
    _ request: Request,
    by call: @escaping @Sendable (Request) async throws(RPCError) -> Reply
  ) where Reply.Element == Element {
    self.init { token throws(RPCError) in
      var request = request
      request.pageToken = token
      let reply = try await call(request)
      return Page(elements: reply.elements, nextPageToken: reply.nextPageToken)
    }
  }

  /// One page of the list.
  ///
  /// - Parameter token: the `nextPageToken` of the page before; empty for the first page.
  /// - Throws: what the call is refused with; INTERNAL where the list does not advance.
  public func page(_ token: String = "") async throws(RPCError) -> Page<Element> {
    let page = try await fetch(token)
    guard page.nextPageToken.isEmpty || page.nextPageToken != token else {
      throw RPCError(.internal, "The server's list does not advance: it gave the same page token twice.")
    }
    return page
  }

  /// The same list, a page at a time.
  public var pages: Pages { Pages(list: self) }

  public func makeAsyncIterator() -> Iterator {
    Iterator(pages: pages.makeAsyncIterator())
  }

  public struct Iterator: AsyncIteratorProtocol {
    fileprivate var pages: Pages.Iterator
    private var page: ArraySlice<Element> = []

    fileprivate init(pages: Pages.Iterator) {
      self.pages = pages
    }

    public mutating func next() async throws(RPCError) -> Element? {
      try await next(isolation: nil)
    }

    public mutating func next(isolation actor: isolated (any Actor)?) async throws(RPCError) -> Element? {
      // A page may be empty without being the last.
      while page.isEmpty {
        guard let next = try await pages.next(isolation: actor) else { return nil }
        page = next.elements[...]
      }
      return page.removeFirst()
    }
  }
}

extension PagedSequence {
  /// The pages of a list, in order.
  public struct Pages: AsyncSequence, Sendable {
    fileprivate let list: PagedSequence

    public func makeAsyncIterator() -> Iterator {
      Iterator(list: list)
    }

    public struct Iterator: AsyncIteratorProtocol {
      fileprivate let list: PagedSequence
      // The token to ask with; nil once the last page has been handed out.
      private var token: String? = ""

      fileprivate init(list: PagedSequence) {
        self.list = list
      }

      public mutating func next() async throws(RPCError) -> Page<Element>? {
        try await next(isolation: nil)
      }

      public mutating func next(
        isolation actor: isolated (any Actor)?
      ) async throws(RPCError) -> Page<Element>? {
        guard let token else { return nil }
        // After an error the list has ended: the caller decides whether to start again.
        self.token = nil
        let page = try await list.page(token)
        if !page.nextPageToken.isEmpty { self.token = page.nextPageToken }
        return page
      }
    }
  }
}

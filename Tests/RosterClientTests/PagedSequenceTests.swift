import RosterClient
import Synchronization
import Testing

@Suite("A list in pages")
struct PagedSequenceTests {
  /// Pages by their tokens, and the tokens requested.
  private final class Source: Sendable {
    let pages: [String: Page<Int>]
    private let asked = Mutex<[String]>([])

    init(_ pages: [String: Page<Int>]) { self.pages = pages }

    var tokens: [String] { asked.withLock { $0 } }

    var sequence: PagedSequence<Int> {
      PagedSequence { token throws(RPCError) in
        self.asked.withLock { $0.append(token) }
        guard let page = self.pages[token] else { throw RPCError(.invalidArgument, "No such page.") }
        return page
      }
    }
  }

  @Test("returns the elements of all pages in order, including empty pages")
  func allPages() async throws {
    let source = Source([
      "": Page(elements: [1, 2], nextPageToken: "b"),
      "b": Page(elements: [], nextPageToken: "c"),
      "c": Page(elements: [3]),
    ])
    var seen: [Int] = []
    for try await element in source.sequence { seen.append(element) }
    #expect(seen == [1, 2, 3])
    #expect(source.tokens == ["", "b", "c"])
  }

  @Test("fetches a page only when one of its elements is requested")
  func laziness() async throws {
    let source = Source([
      "": Page(elements: [1, 2], nextPageToken: "b"),
      "b": Page(elements: [3]),
    ])
    var iterator = source.sequence.makeAsyncIterator()
    #expect(source.tokens.isEmpty)
    #expect(try await iterator.next() == 1)
    #expect(try await iterator.next() == 2)
    #expect(source.tokens == [""])
    #expect(try await iterator.next() == 3)
    #expect(source.tokens == ["", "b"])
  }

  @Test("hands out any page by its token, and refuses one that names itself as the next")
  func singlePages() async throws {
    let source = Source([
      "": Page(elements: [1], nextPageToken: "b"),
      "b": Page(elements: [2], nextPageToken: "c"),
      "c": Page(elements: [3], nextPageToken: "c"),
    ])
    #expect(try await source.sequence.page().elements == [1])
    #expect(try await source.sequence.page("b").nextPageToken == "c")
    await #expect(throws: RPCError.self) { try await source.sequence.page("c") }
  }

  @Test("begins anew with each iteration")
  func twoIterations() async throws {
    let source = Source(["": Page(elements: [1])])
    for _ in 1...2 {
      var iterator = source.sequence.makeAsyncIterator()
      #expect(try await iterator.next() == 1)
      #expect(try await iterator.next() == nil)
      #expect(try await iterator.next() == nil)
    }
    #expect(source.tokens == ["", ""])
  }

  @Test("can be read a page at a time")
  func pageAtATime() async throws {
    let source = Source(["": Page(elements: [1, 2], nextPageToken: "b"), "b": Page(elements: [3])])
    var sizes: [Int] = []
    for try await page in source.sequence.pages { sizes.append(page.elements.count) }
    #expect(sizes == [2, 1])
  }

  @Test("passes on an error, and then ends")
  func failure() async throws {
    let source = Source(["": Page(elements: [1], nextPageToken: "gone")])
    var iterator = source.sequence.makeAsyncIterator()
    #expect(try await iterator.next() == 1)
    await #expect { try await iterator.next() } throws: { ($0 as? RPCError)?.code == .invalidArgument }
    #expect(try await iterator.next() == nil)
  }

  @Test("refuses to repeat a page forever")
  func sameTokenTwice() async throws {
    let source = Source([
      "": Page(elements: [1], nextPageToken: "b"),
      "b": Page(elements: [2], nextPageToken: "b"),
    ])
    var iterator = source.sequence.makeAsyncIterator()
    #expect(try await iterator.next() == 1)
    await #expect { try await iterator.next() } throws: { ($0 as? RPCError)?.code == .internal }
  }
}

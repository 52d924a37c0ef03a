import ArgumentParser

/// How much of a list to show.
struct PagingOptions: ParsableArguments {
  /// What a server gives at most at a time.
  private static let largestPage: Int32 = 1000

  // What follows is the value, even where it begins with '-': a negative number is refused for what it is.
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Fetch so many at a time, 1 to 1000 (default: 50, with --all 1000).", valueName: "n")
  )
  var pageSize: Int32?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Show so many at most (default: the first page).", valueName: "n")
  )
  var limit: Int?

  @Flag(help: "Show all, page after page.")
  var all = false

  func validate() throws {
    if let pageSize, !(1...Self.largestPage ~= pageSize) {
      throw ValidationError("--page-size is a number from 1 to 1000.")
    }
    if let limit, limit < 1 { throw ValidationError("--limit is a number from 1.") }
    if all, limit != nil { throw ValidationError("--all and --limit exclude each other.") }
  }

  /// What to ask the server for; 0 leaves it to the server.
  var requestedPageSize: Int32 {
    if let pageSize { return pageSize }
    if all { return Self.largestPage }
    return limit.map { Int32(min($0, Int(Self.largestPage))) } ?? 0
  }

  /// Whether so many are as many as were asked for, asked at the end of a page.
  func isEnough(_ count: Int) -> Bool {
    if all { return false }
    return limit.map { count >= $0 } ?? true
  }
}

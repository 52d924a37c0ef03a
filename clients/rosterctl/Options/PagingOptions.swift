import ArgumentParser

/// How much of a list to show.
struct PagingOptions: ParsableArguments {
  /// What a server gives at most at a time.
  private static let largestPage: Int32 = 1000

  // What follows is the value, even where it begins with '-': a negative number is refused for what it is.
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Fetch so many at a time, 1 to 1000, and show that many unless --limit or --all says otherwise.",
      valueName: "n"
    )
  )
  var pageSize: Int32?

  @Option(parsing: .unconditional, help: ArgumentHelp("Show so many at most.", valueName: "n"))
  var limit: Int?

  @Flag(help: "Show all (default with -o json and csv; else the first 50).")
  var all = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Continue a list that stopped: its next_page_token, with the same conditions and order.",
      valueName: "token"
    )
  )
  var pageToken = ""

  func validate() throws {
    if let pageSize, !(1...Self.largestPage ~= pageSize) {
      throw ValidationError("--page-size is a number from 1 to 1000.")
    }
    if let limit, limit < 1 { throw ValidationError("--limit is a number from 1.") }
    if all, limit != nil { throw ValidationError("--all and --limit exclude each other.") }
  }

  /// Whether the list goes on to its end. Programs get all of it unless they ask for a part.
  func isWhole(_ format: OutputFormat) -> Bool {
    let asksForPart = pageSize != nil || limit != nil || !pageToken.isEmpty
    return all || (format.isForPrograms && !asksForPart)
  }

  /// What to ask the server for once so many are shown; 0 leaves it to the server.
  func pageSize(after count: Int, _ format: OutputFormat) -> Int32 {
    guard let limit else { return pageSize ?? (isWhole(format) ? Self.largestPage : 0) }
    return Int32(min(limit - count, Int(pageSize ?? Self.largestPage)))
  }

  /// Whether so many are as many as were asked for, asked at the end of a page.
  func isEnough(_ count: Int, _ format: OutputFormat) -> Bool {
    isWhole(format) ? false : limit.map { count >= $0 } ?? true
  }
}

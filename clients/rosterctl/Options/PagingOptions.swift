import ArgumentParser

/// How much of a list to show.
struct PagingOptions: ParsableArguments {
  /// What a server gives at most at a time.
  private static let largestPage: Int32 = 1000

  // The next word is always the value, even if it begins with '-', so that a negative number is refused.
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The elements in a call, 1 to 1000. Lists one page, unless --limit or --all is given.",
      valueName: "n"
    )
  )
  var pageSize: Int32?

  @Option(parsing: .unconditional, help: ArgumentHelp("The most elements to list.", valueName: "n"))
  var limit: Int?

  @Flag(help: "List all (default with -o json and csv; otherwise the first 50).")
  var all = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Continue a list at its next_page_token, with the same filters and order.",
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

  /// Whether all elements are listed. For programs this is the default.
  func isWhole(_ format: OutputFormat) -> Bool {
    let asksForPart = pageSize != nil || limit != nil || !pageToken.isEmpty
    return all || (format.isForPrograms && !asksForPart)
  }

  /// The page size of the next call after this many elements; 0 is the server's default.
  func pageSize(after count: Int, _ format: OutputFormat) -> Int32 {
    guard let limit else { return pageSize ?? (isWhole(format) ? Self.largestPage : 0) }
    return Int32(min(limit - count, Int(pageSize ?? Self.largestPage)))
  }

  /// Whether to stop after this many elements, at the end of a page.
  func isEnough(_ count: Int, _ format: OutputFormat) -> Bool {
    isWhole(format) ? false : limit.map { count >= $0 } ?? true
  }
}

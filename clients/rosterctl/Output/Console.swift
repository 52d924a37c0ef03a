import RosterClient

/// Prints the output of a command in the chosen format.
struct Console: Sendable {
  let terminal: Terminal
  let output: PagedOutput
  let format: OutputFormat
  let presentation: Presentation

  /// Prints one element: a row of its table, or the value itself.
  func show<Element: Presentable>(_ element: Element) {
    format == .json ? put(element.json.text() + "\n") : putList([element])
  }

  /// Prints a complete list.
  func show<Element: Presentable>(_ elements: [Element]) {
    output.page()
    putList(elements)
  }

  private func putList<Element: Presentable>(_ elements: [Element]) {
    var formatter = ListFormatter<Element>(format, presentation)
    put(formatter.text(elements) + formatter.end())
  }

  /// Prints one element with a line for each field.
  func showRecord<Element: Presentable>(_ element: Element) {
    output.page()
    guard format == .table || format == .wide else { return show(element) }
    let fields = Element.columns.map { (heading: $0.heading, cell: $0.cell(element, presentation)) }
    put(Table.record(fields, isColored: presentation.isColored))
  }

  /// Prints an answer that is a sentence for people and a value for programs.
  func answer(_ sentence: Cell, _ value: JSON) {
    switch format {
    case .table, .wide:
      let text = sentence.text.displayable
      put((presentation.isColored ? sentence.style.applied(to: text) : text) + "\n")
    case .json: put(value.text() + "\n")
    case .csv: put(CSV.line(CSV.header(of: value)) + CSV.line(CSV.values(of: value)))
    }
  }

  /// Confirms a change that has no element to show: a sentence for people, a value for programs.
  func done(_ sentence: String, _ value: JSON) {
    answer(Cell(sentence), value)
  }

  /// Prints a list page by page. If it stops before the end, JSON output has the next page token, and a note
  /// is printed on standard error.
  ///
  /// - Parameter list: the list, in pages of a size; 0 leaves that to the server.
  func list<Element: Listed>(
    _ paging: PagingOptions,
    _ list: (_ pageSize: Int32) -> PagedSequence<Element>
  ) async throws(RPCError) {
    output.page()
    var formatter = ListFormatter<Element>(
      format,
      presentation,
      partName: paging.isWhole(format) ? nil : Element.listName
    )
    var count = 0
    var token = paging.pageToken
    repeat {
      let page = try await list(paging.pageSize(after: count, format)).page(token)
      count += page.elements.count
      token = page.nextPageToken
      put(formatter.text(page.elements))
    } while !token.isEmpty && !paging.isEnough(count, format) && !output.isQuit
    put(formatter.end(nextPageToken: token))
    if token.isEmpty || output.isQuit { return }
    let rest = format.isForPrograms ? "--page-token \(token) goes on" : "--limit N shows N, --all shows all"
    note("there is more after these \(count): \(rest)")
  }

  /// Prints a note on standard error, after the output.
  func note(_ text: String) {
    // Notes must not be mixed with the pager's screen.
    output.finish()
    terminal.writeError("rosterctl: \(text.displayable)\n")
  }

  /// Prints a text of several lines after a record.
  func showText(_ text: String) {
    var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    if lines.last?.isEmpty == true { lines.removeLast() }
    put("\n" + lines.map { String($0).displayable }.joined(separator: "\n") + "\n")
  }

  /// Shows the progress of a long command on a terminal, in place of the last progress. An empty text clears
  /// it.
  func progress(_ text: String) {
    // ECMA-48, EL: erases what is left of the line.
    if terminal.isInteractive { terminal.writeError("\r\(text)\u{1B}[K") }
  }

  private func put(_ text: String) {
    guard !text.isEmpty else { return }
    // CSV is for programs and is not escaped, except on a terminal.
    let isRaw = format == .csv && terminal.isOutputTerminal
    output.write(isRaw ? Self.linewise(text) : text)
  }

  private static func linewise(_ text: String) -> String {
    text.split(separator: "\r\n", omittingEmptySubsequences: false)
      .map { String($0).displayable }.joined(separator: "\r\n")
  }
}

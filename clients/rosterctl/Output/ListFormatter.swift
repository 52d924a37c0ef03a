/// Formats a list page by page, so that a long list is not kept in memory.
struct ListFormatter<Element: Presentable> {
  private let format: OutputFormat
  private let presentation: Presentation
  private let columns: [Column<Element>]
  /// The name of the list in a JSON document that says where it stopped; nil for an array of all elements.
  private let partName: String?
  private var table: Table
  private var isEmpty = true

  /// - Parameter partName: what the contract calls the list, if it may stop before its end.
  init(_ format: OutputFormat, _ presentation: Presentation, partName: String? = nil) {
    self.format = format
    self.partName = partName
    self.presentation = presentation
    columns = Element.columns.filter { format == .wide || !$0.isWide }
    table = Table(
      headings: columns.map(\.heading),
      isColored: presentation.isColored,
      terminalWidth: format == .wide ? nil : presentation.terminalWidth
    )
  }

  /// The text of the next elements, with the header before the first ones.
  mutating func text(_ elements: [Element]) -> String {
    let isFirst = isEmpty
    if elements.isEmpty { return "" }
    isEmpty = false
    switch format {
    case .table, .wide:
      let rows = elements.map { element in columns.map { $0.cell(element, presentation) } }
      return table.lines(rows, underHeadings: isFirst)
    case .json:
      let indentation = partName == nil ? "  " : "    "
      let values = elements.map { indentation + $0.json.text(indentation: indentation) }
      return (isFirst ? jsonStart + "[\n" : ",\n") + values.joined(separator: ",\n")
    case .csv:
      let names = CSV.header(of: Element.blank.json)
      let rows = elements.map { CSV.line(CSV.values(of: $0.json, columns: names)) }
      return (isFirst ? CSV.line(names) : "") + rows.joined()
    }
  }

  /// The end of the list; for an empty list, all of its text.
  ///
  /// - Parameter nextPageToken: asks for what comes after it; empty at the list's end.
  mutating func end(nextPageToken: String = "") -> String {
    switch format {
    case .json: return (isEmpty ? jsonStart + "[]" : jsonEnd) + jsonRest(nextPageToken)
    case .csv: return isEmpty ? CSV.line(CSV.header(of: Element.blank.json)) : ""
    case .table, .wide: return isEmpty ? table.lines([], underHeadings: true) : ""
    }
  }

  // A part of a list is an object, as the contract's reply: `{ "users": […], "next_page_token": "…" }`.

  private var jsonStart: String {
    partName.map { "{\n  \(JSON.string($0).text()): " } ?? ""
  }

  private var jsonEnd: String {
    partName == nil ? "\n]" : "\n  ]"
  }

  private func jsonRest(_ nextPageToken: String) -> String {
    partName == nil ? "\n" : ",\n  \"next_page_token\": \(JSON.string(nextPageToken).text())\n}\n"
  }
}

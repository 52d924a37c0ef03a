/// The text of a list, made page by page so that a long one need not be held.
struct ListFormatter<Element: Presentable> {
  private let format: OutputFormat
  private let presentation: Presentation
  private let columns: [Column<Element>]
  private var table: Table
  private var isEmpty = true

  init(_ format: OutputFormat, _ presentation: Presentation) {
    self.format = format
    self.presentation = presentation
    columns = Element.columns.filter { format == .wide || !$0.isWide }
    table = Table(
      headings: columns.map(\.heading),
      isColored: presentation.isColored,
      terminalWidth: format == .wide ? nil : presentation.terminalWidth
    )
  }

  /// The text of the next elements, with what has to stand before the first ones.
  mutating func text(_ elements: [Element]) -> String {
    let isFirst = isEmpty
    if elements.isEmpty { return "" }
    isEmpty = false
    switch format {
    case .table, .wide:
      let rows = elements.map { element in columns.map { $0.cell(element, presentation) } }
      return table.lines(rows, underHeadings: isFirst)
    case .json:
      let values = elements.map { "  " + $0.json.text(indentation: "  ") }
      return (isFirst ? "[\n" : ",\n") + values.joined(separator: ",\n")
    case .csv:
      let names = CSV.header(of: Element.blank.json)
      let rows = elements.map { CSV.line(CSV.values(of: $0.json, columns: names)) }
      return (isFirst ? CSV.line(names) : "") + rows.joined()
    }
  }

  /// What has to stand after the last element, or all there is to say where there was none.
  mutating func end() -> String {
    switch format {
    case .json: return isEmpty ? "[]\n" : "\n]\n"
    case .csv: return isEmpty ? CSV.line(CSV.header(of: Element.blank.json)) : ""
    case .table, .wide: return isEmpty ? table.lines([], underHeadings: true) : ""
    }
  }
}

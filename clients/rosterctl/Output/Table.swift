/// Rows under headings, columns aligned by what a terminal shows.
///
/// Rows can be added page by page. A later page can make a column wider, never narrower.
struct Table {
  private static let gap = "  "

  private let headings: [String]
  private let isColored: Bool
  /// The columns of the terminal; nil for no limit.
  private let terminalWidth: Int?
  private var widths: ColumnWidths

  init(headings: [String], isColored: Bool, terminalWidth: Int? = nil) {
    self.headings = headings
    self.isColored = isColored
    self.terminalWidth = terminalWidth
    let none = headings.map { _ in 0 }
    let headingWidths = headings.map(\.displayWidth)
    widths = ColumnWidths(natural: headingWidths, headings: headingWidths, late: none, never: none)
  }

  /// The lines of some rows, with or without the headings.
  mutating func lines(_ rows: [[Cell]], underHeadings: Bool) -> String {
    let safe = rows.map { row in row.map { Cell($0.text.displayable, $0.style, cutting: $0.cutting) } }
    for row in safe {
      for (index, cell) in row.enumerated() { widen(index, for: cell) }
    }
    let header = underHeadings ? [headings.map { Cell($0, .heading) }] : []
    let fitted = fittedWidths
    return (header + safe).map { line($0, fitted) }.joined()
  }

  private mutating func widen(_ index: Int, for cell: Cell) {
    let width = cell.text.displayWidth
    widths.natural[index] = max(widths.natural[index], width)
    if cell.cutting != .early { widths.late[index] = max(widths.late[index], width) }
    if cell.cutting == .never { widths.never[index] = max(widths.never[index], width) }
  }

  private var fittedWidths: [Int] {
    guard let terminalWidth else { return widths.natural }
    return widths.fitted(into: terminalWidth - (headings.count - 1) * Self.gap.count)
  }

  private func line(_ cells: [Cell], _ widths: [Int]) -> String {
    var line = ""
    var pending = 0
    for (width, cell) in zip(widths, cells) {
      let text = cell.text.cut(toWidth: width)
      // Padding is written only before text, so that lines have no trailing spaces.
      if !text.isEmpty {
        line += String(repeating: " ", count: pending)
        line += isColored ? cell.style.applied(to: text) : text
        pending = 0
      }
      pending += width - text.displayWidth + Self.gap.count
    }
    return line + "\n"
  }
}

extension Table {
  /// One element, with a line for each field.
  static func record(_ fields: [(heading: String, cell: Cell)], isColored: Bool) -> String {
    let width = fields.map(\.heading.displayWidth).max() ?? 0
    var text = ""
    for (heading, cell) in fields {
      let name = isColored ? Style.heading.applied(to: heading) : heading
      let value = cell.text.displayable
      text += name
      if !value.isEmpty {
        text += String(repeating: " ", count: width - heading.displayWidth) + gap
        text += isColored ? cell.style.applied(to: value) : value
      }
      text += "\n"
    }
    return text
  }
}

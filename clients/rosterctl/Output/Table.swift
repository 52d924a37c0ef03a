/// One field of a table.
struct Cell: Sendable, Hashable {
  var text: String
  var style: Style

  init(_ text: String, _ style: Style = .plain) {
    self.text = text
    self.style = style
  }
}

/// Rows under headings, columns aligned by what a terminal shows.
///
/// Rows may come in several goes, as pages do: a column never gets narrower, and is
/// widened by a row that needs it.
struct Table {
  private static let gap = "  "

  private let headings: [String]
  private let isColored: Bool
  private var widths: [Int]

  init(headings: [String], isColored: Bool) {
    self.headings = headings
    self.isColored = isColored
    widths = headings.map(\.displayWidth)
  }

  /// The lines of some rows, the headings above them if asked for.
  mutating func lines(_ rows: [[Cell]], underHeadings: Bool) -> String {
    let safe = rows.map { row in row.map { Cell($0.text.displayable, $0.style) } }
    for row in safe {
      for (index, cell) in row.enumerated() { widths[index] = max(widths[index], cell.text.displayWidth) }
    }
    let header = underHeadings ? [headings.map { Cell($0, .heading) }] : []
    return (header + safe).map(line).joined()
  }

  private func line(_ cells: [Cell]) -> String {
    var line = ""
    var pending = 0
    for (index, cell) in cells.enumerated() {
      // Blanks are written only before something, so that no line ends in them.
      if !cell.text.isEmpty {
        line += String(repeating: " ", count: pending)
        line += isColored ? cell.style.applied(to: cell.text) : cell.text
        pending = 0
      }
      pending += widths[index] - cell.text.displayWidth + Self.gap.count
    }
    return line + "\n"
  }
}

extension Table {
  /// One thing at length: a line a field, the headings in front.
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

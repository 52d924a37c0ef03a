/// How wide the columns of a table may be so that it fits a terminal.
struct ColumnWidths: Hashable {
  /// The width of the widest cell of each column.
  var natural: [Int]
  /// The widths of the headings. They are cut last of all.
  var headings: [Int]
  /// The width of the cells that are cut late or never.
  var late: [Int]
  /// The width of the cells that are never cut.
  var never: [Int]

  /// The widths that fit the available columns. The widest column shrinks first, down to the next one, then
  /// both. If even the smallest widths are too wide, the table is wider than the terminal.
  func fitted(into available: Int) -> [Int] {
    // Each step cuts only what the step before could not.
    var widths = natural
    for floor in [zip(headings, late).map(max), zip(headings, never).map(max), never.map { max($0, 1) }] {
      widths = Self.lower(widths, to: zip(floor, widths).map(min), available)
    }
    return widths
  }

  /// Reduces the widest columns to one level, but not below their floors, until they fit.
  private static func lower(_ widths: [Int], to floor: [Int], _ available: Int) -> [Int] {
    let lowered = { (level: Int) in
      zip(widths, floor).map { width, floor in min(width, max(level, floor)) }
    }
    // The highest level that fits; 0 if none does, and all columns are at their floors.
    var level = widths.max() ?? 0
    while level > 0, lowered(level).reduce(0, +) > available { level -= 1 }
    var result = lowered(level)
    // The remaining columns are given to those at the level, one each.
    var rest = available - result.reduce(0, +)
    for index in result.indices where rest > 0 && result[index] < widths[index] && result[index] == level {
      result[index] += 1
      rest -= 1
    }
    return result
  }
}

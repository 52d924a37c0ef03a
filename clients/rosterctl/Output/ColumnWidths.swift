/// How wide the columns of a table may be so that it fits a terminal.
struct ColumnWidths: Hashable {
  /// What the widest cell of each column takes.
  var natural: [Int]
  /// What the headings take: a column is cut below its heading only where nothing else is left to cut.
  var headings: [Int]
  /// What the cells that are cut last, and those that are never cut, take.
  var late: [Int]
  /// What the cells that are never cut take.
  var never: [Int]

  /// The widths that add up to the columns that there are. The widest column shrinks first, down to the next
  /// one, then both. Where even the smallest widths are too wide, the table is wider than the terminal.
  func fitted(into available: Int) -> [Int] {
    // What a column does not need is not given to it.
    var widths = natural
    for floor in [zip(headings, late).map(max), zip(headings, never).map(max), never.map { max($0, 1) }] {
      widths = Self.lower(widths, to: zip(floor, widths).map(min), available)
    }
    return widths
  }

  /// Lowers the widest columns to one level, none below its floor, until they add up to what is available.
  private static func lower(_ widths: [Int], to floor: [Int], _ available: Int) -> [Int] {
    let lowered = { (level: Int) in
      zip(widths, floor).map { width, floor in min(width, max(level, floor)) }
    }
    // The highest level that fits; 0, where each column is at its floor, if none does.
    var level = widths.max() ?? 0
    while level > 0, lowered(level).reduce(0, +) > available { level -= 1 }
    var result = lowered(level)
    // Columns at the level take what is left, one each.
    var rest = available - result.reduce(0, +)
    for index in result.indices where rest > 0 && result[index] < widths[index] && result[index] == level {
      result[index] += 1
      rest -= 1
    }
    return result
  }
}

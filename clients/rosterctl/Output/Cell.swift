/// One field of a table.
struct Cell: Sendable, Hashable {
  var text: String
  var style: Style
  var cutting: Cutting

  /// When a cell is cut so that its table fits a terminal.
  enum Cutting: Sendable, Hashable {
    case early
    /// Half of it is useless, so other cells are cut first.
    case late
    /// Other commands take it as an argument.
    case never
  }

  init(_ text: String, _ style: Style = .plain, cutting: Cutting = .early) {
    self.text = text
    self.style = style
    self.cutting = cutting
  }
}

import RosterClient

/// A column of a table.
struct Column<Element>: Sendable {
  let heading: String

  /// Whether only `-o wide` and the view of a single element have it.
  let isWide: Bool

  let cell: @Sendable (Element, Presentation) -> Cell

  init(
    _ heading: String,
    isWide: Bool = false,
    cell: @escaping @Sendable (Element, Presentation) -> Cell
  ) {
    self.heading = heading
    self.isWide = isWide
    self.cell = cell
  }

  /// A column of plain text.
  init(_ heading: String, isWide: Bool = false, text: @escaping @Sendable (Element) -> String) {
    self.init(heading, isWide: isWide) { element, _ in Cell(text(element)) }
  }

  /// A column of ids or names that other commands take. It is never cut.
  init(key heading: String, isWide: Bool = false, text: @escaping @Sendable (Element) -> String) {
    self.init(heading, isWide: isWide) { element, _ in Cell(text(element), cutting: .never) }
  }

  /// A column of ids; 0 is none.
  init(id heading: String, isWide: Bool = false, id: @escaping @Sendable (Element) -> Int64) {
    self.init(key: heading, isWide: isWide) { element in
      let id = id(element)
      return id == 0 ? "" : String(id)
    }
  }
}

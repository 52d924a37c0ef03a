import RosterClient

/// Something that a command prints, in any format.
protocol Presentable: Sendable {
  /// The columns of a table, in order.
  static var columns: [Column<Self>] { get }

  /// An empty value with all its parts: it defines the columns of CSV.
  static var blank: Self { get }

  /// All fields, with their names in the contract. Absent ones are null.
  var json: JSON { get }
}

/// Something that the server lists page by page.
protocol Listed: Presentable {
  /// What the contract's reply calls the list, such as `users`.
  static var listName: String { get }
}

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

/// How cells are presented.
struct Presentation: Sendable {
  /// Whether there is colour, which shows what is on or off.
  var isColored: Bool

  /// The current time, to show what has expired.
  var now: Timestamp

  /// The columns of the terminal; nil where the output is none.
  var terminalWidth: Int?
}

extension Presentation {
  /// A sign for a condition. If it is false, the sign is faint in colour output, and a dash otherwise.
  func sign(_ sign: String, _ isOn: Bool) -> Cell {
    isOn ? Cell(sign, .good) : Cell(isColored ? sign : "-", .faint)
  }

  func yesNo(_ isSo: Bool) -> Cell {
    isSo ? Cell("yes", .good) : Cell("no", .faint)
  }

  /// A time, or a word if it is absent.
  func time(_ time: Timestamp?, absent: String = "never") -> Cell {
    time.map { Cell($0.tableText, cutting: .late) } ?? Cell(absent, .faint)
  }

  /// The end of a membership, marked when it has passed.
  func expiry(_ time: Timestamp?) -> Cell {
    guard let time else { return Cell("never", .faint) }
    let hasPassed = (time.seconds, time.nanos) <= (now.seconds, now.nanos)
    return hasPassed ? Cell("\(time.tableText) expired", .bad, cutting: .late) : self.time(time)
  }

  /// The names of permissions, or `all` or `none`.
  static func permissions(_ permissions: [Permission]) -> String {
    if permissions.isEmpty { return "none" }
    if Set(permissions).isSuperset(of: Permission.all) { return "all" }
    return permissions.map(\.name).joined(separator: ",")
  }
}

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

import RosterClient

/// How cells are presented.
struct Presentation: Sendable {
  /// Whether there is colour, which shows what is on or off.
  var isColored: Bool

  /// The current time, to show what has expired.
  var now: Timestamp

  /// The columns of the terminal; nil where the output is none.
  var terminalWidth: Int?
}

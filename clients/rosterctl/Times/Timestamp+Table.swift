import RosterClient

// Tables print times to the minute. The same text is parsed here, so that a time can be copied from a table
// into an option.

extension Timestamp {
  /// The time in UTC to the minute: `2026-07-30 12:00Z`. JSON has the seconds and their fraction.
  var tableText: String {
    String(rfc3339.prefix(Self.minuteLength)).replacing("T", with: " ") + "Z"
  }

  /// Parses RFC 3339; the seconds are optional, as in `tableText`. Nil for any other text.
  init?(tableText text: String) {
    let zone = text.dropFirst(Self.minuteLength)
    guard let first = zone.first, "Zz+-".contains(first) else {
      self.init(rfc3339: text)
      return
    }
    self.init(rfc3339: "\(text.prefix(Self.minuteLength)):00\(zone)")
  }

  /// The length of `2026-07-30 12:00`.
  private static let minuteLength = 16
}

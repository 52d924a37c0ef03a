import ArgumentParser
import RosterClient

/// A time on the command line: what JSON and the tables print, a date (its start in UTC), or a time relative
/// to the present, such as `+30d` or `-12h`.
enum TimeArgument: Hashable, ParsedArgument {
  case at(Timestamp)
  case fromNow(seconds: Int64)

  /// For errors: every form that is accepted.
  static let forms =
    "2026-07-30T12:00:00Z, \"2026-07-30 12:00Z\", 2026-07-30, or relative to now: -7d, +90m"

  init(parsing text: String) throws(ValidationError) {
    guard let time = TimeArgument(text) else {
      throw ValidationError("'\(text)' is no time: write \(Self.forms)")
    }
    self = time
  }

  init?(_ text: String) {
    if let time = Timestamp(tableText: text) ?? Timestamp(rfc3339: "\(text)T00:00:00Z") {
      self = .at(time)
    } else if let seconds = Self.secondsFromNow(text) {
      self = .fromNow(seconds: seconds)
    } else {
      return nil
    }
  }

  /// The time it means.
  func time(now: Timestamp) -> Timestamp {
    switch self {
    case .at(let time): time
    case .fromNow(let seconds): Timestamp(seconds: now.seconds + seconds, nanos: now.nanos)
    }
  }

  /// Five digits of the largest unit, weeks, stay within the years that a timestamp can hold.
  private static func secondsFromNow(_ text: String) -> Int64? {
    guard let sign = text.first, sign == "+" || sign == "-",
      let seconds = DurationText.seconds(text.dropFirst(), maxDigits: 5)
    else { return nil }
    return sign == "-" ? -seconds : seconds
  }
}

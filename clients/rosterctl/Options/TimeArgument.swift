import ArgumentParser
import RosterClient

/// A time on the command line: RFC 3339, a date alone (its beginning in UTC), or one relative to the present,
/// such as `+30d` or `-12h`.
enum TimeArgument: Hashable, Sendable, ExpressibleByArgument {
  case at(Timestamp)
  case fromNow(seconds: Int64)

  init?(argument: String) {
    if let time = Timestamp(rfc3339: argument) ?? Timestamp(rfc3339: "\(argument)T00:00:00Z") {
      self = .at(time)
    } else if let seconds = Self.seconds(argument) {
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

  /// Seconds of a sign, a number of up to five digits and a unit: `m`, `h`, `d` or `w`.
  private static func seconds(_ text: String) -> Int64? {
    guard let sign = text.first, sign == "+" || sign == "-", let unit = text.last else { return nil }
    let units: [Character: Int64] = ["m": 60, "h": 3600, "d": 86_400, "w": 604_800]
    let digits = text.dropFirst().dropLast()
    guard let unit = units[unit], 1...5 ~= digits.count, digits.allSatisfy({ ("0"..."9").contains($0) }),
      let count = Int64(digits)
    else { return nil }
    return sign == "-" ? -count * unit : count * unit
  }
}

/// The end of a membership on the command line: a time, or `never`.
enum ExpiryArgument: Hashable, Sendable, ExpressibleByArgument {
  case never
  case at(TimeArgument)

  init?(argument: String) {
    if argument == "never" {
      self = .never
    } else if let time = TimeArgument(argument: argument) {
      self = .at(time)
    } else {
      return nil
    }
  }

  func expiry(now: Timestamp) -> Expiry {
    switch self {
    case .never: .never
    case .at(let time): .at(time.time(now: now))
    }
  }
}

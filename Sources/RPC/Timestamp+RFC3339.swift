extension Timestamp {
  /// The time in UTC as RFC 3339 has it, with no, 3, 6 or 9 digits of the second's fraction: as few as hold
  /// it. This is how protobuf's JSON writes a time.
  public var rfc3339: String {
    let (year, month, day) = Self.civil(fromDay: Self.floorDivide(seconds, 86_400))
    let second = seconds - Self.floorDivide(seconds, 86_400) * 86_400
    let date = "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(day, 2))"
    let clock = [second / 3600, second / 60 % 60, second % 60].map { Self.padded($0, 2) }
    return "\(date)T\(clock.joined(separator: ":"))\(fraction)Z"
  }

  /// Reads a time such as `2026-07-01T09:30:00Z` or `2026-07-01T11:30:00.25+02:00` (RFC 3339); nil where the
  /// text is none. Digits past the ninth of a fraction are dropped; a leap second counts as the one after it.
  public init?(rfc3339 text: String) {
    var reader = DigitReader(text)
    guard let year = reader.digits(4), reader.take("-"), let month = reader.digits(2), reader.take("-"),
      let day = reader.digits(2), reader.take("T") || reader.take("t") || reader.take(" "),
      let hour = reader.digits(2), reader.take(":"), let minute = reader.digits(2), reader.take(":"),
      let second = reader.digits(2), let nanos = reader.fraction(), let offset = reader.offset(),
      reader.isAtEnd
    else { return nil }
    guard 1...9999 ~= year, 1...12 ~= month, 1...Self.days(inMonth: month, of: year) ~= day,
      hour < 24, minute < 60, second <= 60
    else { return nil }
    let days = Self.day(year: year, month: month, day: day)
    let ofDay = hour * 3600 + minute * 60 + second
    self.init(seconds: days * 86_400 + ofDay - offset, nanos: Int32(nanos))
  }

  private var fraction: String {
    guard nanos != 0 else { return "" }
    var digits = Self.padded(Int64(nanos), 9)
    while digits.hasSuffix("000") { digits.removeLast(3) }
    return "." + digits
  }

  private static func padded(_ value: Int64, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  private static func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
    value >= 0 ? value / divisor : (value - divisor + 1) / divisor
  }

  private static func days(inMonth month: Int64, of year: Int64) -> Int64 {
    switch month {
    case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  // Both ways between days since 1970-01-01 and the Gregorian calendar: Howard Hinnant,
  // "chrono-Compatible Low-Level Date Algorithms". A year begins in March, so that the leap day ends it, and
  // 400 of them make an era of 146,097 days.

  private static func day(year: Int64, month: Int64, day: Int64) -> Int64 {
    let year = month <= 2 ? year - 1 : year
    let era = floorDivide(year, 400)
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  private static func civil(fromDay day: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let shifted = day + 719_468
    let era = floorDivide(shifted, 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
  }
}

/// Reads the parts of a time from the front of a text.
private struct DigitReader {
  private var rest: Substring.UTF8View

  init(_ text: String) {
    rest = text[...].utf8
  }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard let first = rest.first, UInt32(first) == character.value else { return false }
    rest.removeFirst()
    return true
  }

  /// Exactly so many digits.
  mutating func digits(_ count: Int) -> Int64? {
    var value: Int64 = 0
    for _ in 0..<count {
      guard let digit = digit() else { return nil }
      value = value * 10 + digit
    }
    return value
  }

  /// Nanoseconds of a fraction that may be absent; nil for a point without digits.
  mutating func fraction() -> Int64? {
    guard take(".") else { return 0 }
    var nanos: Int64 = 0
    var count = 0
    while let digit = digit() {
      if count < 9 { nanos = nanos * 10 + digit }
      count += 1
    }
    guard count > 0 else { return nil }
    for _ in min(count, 9)..<9 { nanos *= 10 }
    return nanos
  }

  /// Seconds that local time is ahead of UTC.
  mutating func offset() -> Int64? {
    if take("Z") || take("z") { return 0 }
    let sign: Int64 = take("+") ? 1 : -1
    guard sign == 1 || take("-"), let hours = digits(2), take(":"), let minutes = digits(2) else {
      return nil
    }
    return hours < 24 && minutes < 60 ? sign * (hours * 3600 + minutes * 60) : nil
  }

  private mutating func digit() -> Int64? {
    guard let first = rest.first, UInt8(ascii: "0")...UInt8(ascii: "9") ~= first else { return nil }
    rest.removeFirst()
    return Int64(first - UInt8(ascii: "0"))
  }
}

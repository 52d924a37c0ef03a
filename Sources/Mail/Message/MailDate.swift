#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Times as text, in UTC. The names are the protocol's, whatever the process's locale.
enum MailDate {
  private static let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// RFC 5322, section 3.3: `Fri, 21 Nov 2025 07:42:15 +0000`.
  static func header(microseconds: Int64) -> String {
    let time = fields(microseconds)
    let clock = [time.tm_hour, time.tm_min, time.tm_sec].map(twoDigits).joined(separator: ":")
    let date = "\(time.tm_mday) \(months[Int(time.tm_mon)]) \(time.tm_year + 1900)"
    return "\(days[Int(time.tm_wday)]), \(date) \(clock) +0000"
  }

  /// ISO 8601 without punctuation, for names that sort by time: `20251121T074215Z`.
  static func compact(microseconds: Int64) -> String {
    let time = fields(microseconds)
    let date = "\(time.tm_year + 1900)\(twoDigits(time.tm_mon + 1))\(twoDigits(time.tm_mday))"
    return "\(date)T\(twoDigits(time.tm_hour))\(twoDigits(time.tm_min))\(twoDigits(time.tm_sec))Z"
  }

  private static func fields(_ microseconds: Int64) -> tm {
    var seconds = time_t(microseconds / 1_000_000)
    var fields = tm()
    gmtime_r(&seconds, &fields)
    return fields
  }

  private static func twoDigits(_ number: Int32) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }
}

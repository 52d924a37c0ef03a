#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

extension Timestamp {
  /// The timestamp of a date, rounded down to a nanosecond (a `Date` near the present resolves about 100 ns).
  public init(_ date: Date) {
    let interval = date.timeIntervalSince1970
    let seconds = interval.rounded(.down)
    let nanos = ((interval - seconds) * 1e9).rounded(.down)
    self.init(seconds: Int64(seconds), nanos: Int32(min(nanos, 999_999_999)))
  }

  /// The timestamp as a date, as exactly as a `Date` can represent it.
  public var date: Date {
    Date(timeIntervalSince1970: Double(seconds) + Double(nanos) / 1e9)
  }
}

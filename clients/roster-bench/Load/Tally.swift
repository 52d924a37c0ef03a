import Histogram
import RPC

/// The results of the measured calls.
struct Tally: Sendable {
  /// The longest latency recorded; longer ones count as this.
  static let maxLatencyNanoseconds: UInt64 = 3_600_000_000_000

  /// Nanoseconds, to three digits; failed calls included.
  private(set) var latency = Histogram<UInt64>(
    highestTrackableValue: Tally.maxLatencyNanoseconds,
    numberOfSignificantValueDigits: .three
  )

  /// Calls, failed ones included.
  var count: UInt64 { latency.totalCount }

  /// By the name of the status code, or ``unanswered``.
  private(set) var errors: [String: UInt64] = [:]

  /// The error of a call without a reply by the end of the run.
  static let unanswered = "UNANSWERED"

  mutating func record(nanoseconds: UInt64) {
    latency.record(min(nanoseconds, Self.maxLatencyNanoseconds))
  }

  mutating func record(nanoseconds: UInt64, error: String) {
    record(nanoseconds: nanoseconds)
    errors[error, default: 0] += 1
  }

  mutating func add(_ other: Tally) {
    latency.add(other.latency)
    errors.merge(other.errors, uniquingKeysWith: +)
  }
}

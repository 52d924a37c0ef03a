import RPC

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A moment in UTC, in microseconds since 1970: what the database stores.
package struct Time: Sendable, Hashable, Comparable {
  package let microseconds: Int64

  package init(microseconds: Int64) {
    self.microseconds = microseconds
  }

  package static func < (left: Time, right: Time) -> Bool {
    left.microseconds < right.microseconds
  }
}

/// The domain's clock, which tests can replace.
package struct WallClock: Sendable {
  package let now: @Sendable () -> Time

  /// The time, at most some milliseconds old, for use on every call: a fifth of the cost.
  package let coarseNow: @Sendable () -> Time

  /// - Parameter coarseNow: nil for `now`.
  package init(now: @escaping @Sendable () -> Time, coarseNow: (@Sendable () -> Time)? = nil) {
    self.now = now
    self.coarseNow = coarseNow ?? now
  }

  #if os(Linux)
    package static let system = WallClock(
      now: { read(CLOCK_REALTIME) },
      coarseNow: { read(CLOCK_REALTIME_COARSE) }
    )
  #else
    package static let system = WallClock(now: { read(CLOCK_REALTIME) })
  #endif

  private static func read(_ clock: clockid_t) -> Time {
    var time = timespec()
    clock_gettime(clock, &time)
    return Time(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
  }
}

extension Timestamp {
  package init(_ time: Time) {
    let (seconds, rest) = time.microseconds.quotientAndRemainder(dividingBy: 1_000_000)
    // Before 1970 the seconds are rounded down, and the nanoseconds still count up.
    self =
      rest < 0
      ? Timestamp(seconds: seconds - 1, nanos: Int32(rest + 1_000_000) * 1_000)
      : Timestamp(seconds: seconds, nanos: Int32(rest) * 1_000)
  }

  /// From 0001-01-01T00:00:00Z to 9999-12-31T23:59:59Z, as timestamp.proto has it.
  private static let validSeconds: ClosedRange<Int64> = -62_135_596_800...253_402_300_799

  /// The time in microseconds.
  ///
  /// - Throws: `INVALID_FIELD` naming `field` where this is no valid timestamp.
  package func time(_ field: String) throws(RPCError) -> Time {
    guard Self.validSeconds.contains(seconds), (0..<1_000_000_000).contains(nanos) else {
      throw .invalid(field, "must lie between the years 1 and 9999, with nanos from 0 to 999,999,999")
    }
    return Time(microseconds: seconds * 1_000_000 + Int64(nanos) / 1_000)
  }
}

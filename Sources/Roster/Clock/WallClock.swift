#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

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

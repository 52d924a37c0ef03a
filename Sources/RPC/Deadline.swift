#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The moment a call's caller stops waiting, on the monotonic clock.
public struct Deadline: Sendable, Hashable, Comparable {
  /// Nanoseconds of `CLOCK_MONOTONIC`.
  public let uptimeNanoseconds: UInt64

  public init(uptimeNanoseconds: UInt64) {
    self.uptimeNanoseconds = uptimeNanoseconds
  }

  /// The deadline of a call that arrived at `now` and gives itself `nanoseconds`. One that is not positive
  /// has passed already; one beyond the clock's range is as far away as can be told.
  public static func after(nanoseconds: Int64, now: Deadline = .now) -> Deadline {
    guard nanoseconds > 0 else { return Deadline(uptimeNanoseconds: 0) }
    let (sum, overflow) = now.uptimeNanoseconds.addingReportingOverflow(UInt64(nanoseconds))
    return Deadline(uptimeNanoseconds: overflow ? .max : sum)
  }

  package func advanced(bySeconds seconds: Int64) -> Deadline {
    .after(nanoseconds: seconds * 1_000_000_000, now: self)
  }

  /// The present moment.
  public static var now: Deadline {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Deadline(uptimeNanoseconds: UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec))
  }

  public var hasPassed: Bool { self <= .now }

  /// Nanoseconds until it; 0 where it has passed.
  package func nanosecondsLeft(now: Deadline = .now) -> UInt64 {
    uptimeNanoseconds > now.uptimeNanoseconds ? uptimeNanoseconds - now.uptimeNanoseconds : 0
  }

  public static func < (left: Deadline, right: Deadline) -> Bool {
    left.uptimeNanoseconds < right.uptimeNanoseconds
  }
}

import Work

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

  /// When a call is over: by its caller's word, and a unary one at the latest by the server's.
  ///
  /// - Parameters:
  ///   - timeout: nanoseconds that the caller gives the call; nil for no limit.
  ///   - start: when the request had come.
  ///   - maxSeconds: how long a unary call may take, whatever its caller says.
  /// - Returns: nil for a stream without a limit.
  package static func end(
    of shape: MethodDescriptor.Shape,
    timeout: Int64?,
    start: Deadline,
    maxSeconds: Int64
  ) -> Deadline? {
    let own = timeout.map { Deadline.after(nanoseconds: $0, now: start) }
    guard shape == .unary else { return own }
    let maximum = start.advanced(bySeconds: maxSeconds)
    return own.map { min($0, maximum) } ?? maximum
  }

  package func advanced(bySeconds seconds: Int64) -> Deadline {
    .after(nanoseconds: seconds * 1_000_000_000, now: self)
  }

  /// The present moment.
  public static var now: Deadline {
    Deadline(uptimeNanoseconds: monotonicNanoseconds())
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

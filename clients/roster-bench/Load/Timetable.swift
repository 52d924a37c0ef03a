/// When calls are due at a fixed rate: call n at `start + n / callsPerSecond`, exactly, with no drift.
struct Timetable: Sendable {
  /// When call 0 is due, in nanoseconds of the monotonic clock.
  let start: UInt64
  let callsPerSecond: UInt64

  private static let second: UInt128 = 1_000_000_000

  init(start: UInt64, callsPerSecond: UInt64) {
    precondition(callsPerSecond > 0)
    self.start = start
    self.callsPerSecond = callsPerSecond
  }

  /// When a call is due, rounded down to a nanosecond.
  func time(ofCall number: UInt64) -> UInt64 {
    start + UInt64(UInt128(number) * Self.second / UInt128(callsPerSecond))
  }

  /// How many calls are due at a time or before.
  func callsDue(by now: UInt64) -> UInt64 {
    guard now >= start else { return 0 }
    // time(n) ≤ now  ⟺  n · second < (now − start + 1) · rate; the calls are those from 0 up to there.
    let scaled = (UInt128(now - start) + 1) * UInt128(callsPerSecond)
    return UInt64((scaled + Self.second - 1) / Self.second)
  }

  /// A share of a rate, with a start that interleaves the shares' calls.
  static func share(_ index: Int, of count: Int, callsPerSecond: Int, start: UInt64) -> Timetable? {
    let rate = callsPerSecond / count + (index < callsPerSecond % count ? 1 : 0)
    guard rate > 0 else { return nil }
    let offset = UInt64(index) * 1_000_000_000 / UInt64(callsPerSecond)
    return Timetable(start: start + offset, callsPerSecond: UInt64(rate))
  }
}

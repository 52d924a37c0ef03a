import Roster
import Synchronization

/// A clock that changes only when the test sets it.
final class SettableClock: Sendable {
  /// 2026-01-01T00:00:00Z.
  static let start = Time(microseconds: 1_767_225_600_000_000)

  private let time = Mutex(start)

  var now: Time {
    get { time.withLock { $0 } }
    set { time.withLock { $0 = newValue } }
  }

  func advance(seconds: Int64) {
    now = now + seconds
  }
}

extension Time {
  /// Advances the clock by so many seconds.
  static func + (time: Time, seconds: Int64) -> Time {
    Time(microseconds: time.microseconds + seconds * 1_000_000)
  }
}

import Synchronization

/// When a key was last used, to the minute. Every call records it, so this must be cheap.
package final class KeyUse: Sendable {
  private static let microsecondsPerMinute: Int64 = 60_000_000

  // 0 for never. No other memory depends on it, so relaxed ordering is enough.
  private let microseconds = Atomic<Int64>(0)

  var last: Time? {
    let last = microseconds.load(ordering: .relaxed)
    return last == 0 ? nil : Time(microseconds: last)
  }

  /// - Returns: whether this is the first use in its minute; later ones are not stored.
  func note(_ now: Time) -> Bool {
    let minute = now.microseconds / Self.microsecondsPerMinute
    guard minute != microseconds.load(ordering: .relaxed) / Self.microsecondsPerMinute else { return false }
    microseconds.store(now.microseconds, ordering: .relaxed)
    return true
  }
}

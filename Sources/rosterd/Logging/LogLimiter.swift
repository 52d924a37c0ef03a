import RPC
import Synchronization

/// Keeps one thing that goes wrong again and again from filling the log.
///
/// Of each message at `warning` and above, some lines a second are let through; the rest are counted, and the
/// next line that is let through says how many there were.
final class LogLimiter: Sendable {
  /// Messages that are told apart; past that, those of the longest ago are forgotten.
  private static let maxMessages = 256
  private static let window: UInt64 = 1_000_000_000

  private struct Count {
    var start: UInt64
    var lines = 0
    var suppressed = 0
  }

  private let linesPerSecond: Int
  private let now: @Sendable () -> UInt64
  private let counts = Mutex<[String: Count]>([:])

  /// - Parameter now: nanoseconds on a clock that nobody sets.
  init(linesPerSecond: Int = 10, now: @escaping @Sendable () -> UInt64 = { Deadline.now.uptimeNanoseconds }) {
    self.linesPerSecond = linesPerSecond
    self.now = now
  }

  /// - Returns: nil where the line is not to be written; else how many like it were not written before.
  func admit(_ message: String) -> Int? {
    let now = now()
    return counts.withLock { counts in
      var count = counts[message] ?? Count(start: now)
      var suppressed = 0
      if now - count.start >= Self.window {
        suppressed = count.suppressed
        count = Count(start: now)
      }
      defer {
        counts[message] = count
        if counts.count > Self.maxMessages, let oldest = counts.min(by: { $0.value.start < $1.value.start }) {
          counts[oldest.key] = nil
        }
      }
      guard count.lines < linesPerSecond else {
        count.suppressed += 1
        return nil
      }
      count.lines += 1
      return suppressed
    }
  }
}

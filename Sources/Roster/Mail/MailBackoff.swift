/// The delay before the next attempt: it triples each time, up to a limit, less a random part so that the
/// mails of one outage are not all retried at once.
package struct MailBackoff: Sendable {
  private static let factor: Int64 = 3

  private let first: Int64
  private let longest: Int64
  private let random: @Sendable () -> Double

  /// - Parameters:
  ///   - firstSeconds, longestSeconds: with the defaults, ten attempts take about a day.
  ///   - random: a number from 0 to below 1.
  package init(
    firstSeconds: Int64 = 60,
    longestSeconds: Int64 = 6 * 3_600,
    random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
  ) {
    first = firstSeconds * 1_000_000
    longest = longestSeconds * 1_000_000
    self.random = random
  }

  /// When to retry after an attempt that begins now: after between half the delay and all of it.
  ///
  /// - Parameter attempt: counts from 1.
  package func next(after attempt: Int, now: Time) -> Time {
    var wait = first
    for _ in 1..<max(attempt, 1) where wait < longest { wait *= Self.factor }
    wait = min(wait, longest)
    return Time(microseconds: now.microseconds + wait - Int64(Double(wait / 2) * random()))
  }
}

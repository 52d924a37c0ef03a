/// How long to wait before trying again: longer from try to try, and never quite as long as others wait.
public struct Backoff: Sendable {
  /// The wait after the first failure.
  public var initial: Duration = .milliseconds(50)

  /// The longest wait, before jitter.
  public var maximum: Duration = .seconds(5)

  /// How much longer each wait is than the one before.
  public var multiplier = 1.6

  /// The part of a wait, up or down, that is left to chance, so that many clients do not come back as one.
  public var jitter = 0.2

  /// A number from the range; tests put their own here.
  package var random: @Sendable (ClosedRange<Double>) -> Double = { Double.random(in: $0) }

  public init() {}

  /// The wait after so many failures in a row, from 1.
  func delay(afterFailures failures: Int) -> Duration {
    var delay = initial
    for _ in 1..<max(1, failures) where delay < maximum { delay = delay * multiplier }
    return min(delay, maximum) * random((1 - jitter)...(1 + jitter))
  }
}

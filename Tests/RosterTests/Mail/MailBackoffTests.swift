import Roster
import Testing

@Suite("The delay before a mail's next attempt")
struct MailBackoffTests {
  private let now = SettableClock.start

  private func seconds(_ attempt: Int, random: Double) -> Double {
    let next = MailBackoff(random: { random }).next(after: attempt, now: now)
    return Double(next.microseconds - now.microseconds) / 1_000_000
  }

  @Test(
    "triples each time, up to six hours",
    arguments: [
      (1, 60), (2, 180), (3, 540), (4, 1_620), (5, 4_860), (6, 14_580), (7, 21_600), (9, 21_600),
      (1_000, 21_600),
    ] as [(Int, Double)]
  )
  func growth(attempt: Int, expected: Double) {
    #expect(seconds(attempt, random: 0) == expected)
  }

  @Test("is shortened at random, by half at most", arguments: [1, 5, 9])
  func jitter(attempt: Int) {
    let longest = seconds(attempt, random: 0)
    #expect(seconds(attempt, random: 0.5) == longest * 0.75)
    #expect(seconds(attempt, random: 1.0.nextDown) >= longest / 2)
  }

  @Test("spreads all attempts over half a day to a day")
  func total() {
    let waits = 1..<Limits.maxMailAttempts
    let hours = waits.map { seconds($0, random: 0) }.reduce(0, +) / 3_600
    #expect((12...25).contains(hours))
  }
}

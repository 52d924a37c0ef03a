import Testing

@testable import TTRPC

@Suite("Waits between tries")
struct BackoffTests {
  @Test("they grow to their maximum")
  func growth() {
    var backoff = Backoff()
    backoff.random = { _ in 1 }
    backoff.initial = .seconds(1)
    backoff.multiplier = 2
    backoff.maximum = .seconds(5)
    #expect((1...5).map { backoff.delay(afterFailures: $0) } == [1, 2, 4, 5, 5].map { .seconds($0) })
  }

  @Test("chance makes them a fifth shorter or longer")
  func jitter() {
    var backoff = Backoff()
    backoff.random = { range in
      #expect(range == 0.8...1.2)
      return range.lowerBound
    }
    #expect(backoff.delay(afterFailures: 1) == .milliseconds(40))
  }
}

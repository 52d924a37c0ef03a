import Testing

@testable import roster_bench

@Suite("Timetable")
struct TimetableTests {
  @Test(
    "Call n is due n intervals after the start, with no drift",
    arguments: [1, 3, 7, 1_000, 30_000, 999_983]
  )
  func noDrift(rate: UInt64) {
    let timetable = Timetable(start: 5_000, callsPerSecond: rate)
    #expect(timetable.time(ofCall: 0) == 5_000)
    // After a whole number of seconds the division has no remainder.
    #expect(timetable.time(ofCall: rate * 86_400) == 5_000 + 86_400_000_000_000)
  }

  @Test("A call counts as due from its own nanosecond on", arguments: [1, 3, 7, 1_000, 30_000, 999_983])
  func agreesWithItself(rate: UInt64) {
    let timetable = Timetable(start: 1_000_000, callsPerSecond: rate)
    for call: UInt64 in [0, 1, 2, 99, 12_345, 1_000_000_007] {
      let due = timetable.time(ofCall: call)
      #expect(timetable.callsDue(by: due) == call + 1)
      #expect(timetable.callsDue(by: due - 1) == call)
    }
  }

  @Test("Nothing is due before the start")
  func beforeStart() {
    #expect(Timetable(start: 100, callsPerSecond: 1_000_000_000).callsDue(by: 99) == 0)
  }

  @Test("The shares of several loops add up to the rate", arguments: [(1, 1), (10, 3), (2, 3), (100_001, 4)])
  func shares(rate: Int, count: Int) {
    let shares = (0..<count).map { Timetable.share($0, of: count, callsPerSecond: rate, start: 0) }
    #expect(shares.compactMap { $0?.callsPerSecond }.reduce(0, +) == UInt64(rate))
    #expect(shares.compactMap { $0 }.count == min(rate, count))
  }
}

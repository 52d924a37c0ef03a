import RPC
import Testing

@Suite("Deadlines")
struct DeadlineTests {
  private let now = Deadline(uptimeNanoseconds: 1_000)

  @Test(
    "lie as far ahead as the call gives itself; none that is not positive lies ahead",
    arguments: [
      (1, 1_001), (500, 1_500), (0, 0), (-1, 0), (.min, 0), (.max, 9_223_372_036_854_776_807),
    ] as [(Int64, UInt64)]
  )
  func after(_ nanoseconds: Int64, _ expected: UInt64) {
    #expect(Deadline.after(nanoseconds: nanoseconds, now: now).uptimeNanoseconds == expected)
  }

  @Test("beyond the clock's range are as far away as can be told")
  func overflow() {
    let late = Deadline(uptimeNanoseconds: .max - 10)
    #expect(Deadline.after(nanoseconds: 10, now: late).uptimeNanoseconds == .max)
    #expect(Deadline.after(nanoseconds: 11, now: late).uptimeNanoseconds == .max)
    #expect(Deadline.after(nanoseconds: .max, now: late).uptimeNanoseconds == .max)
  }

  @Test("pass when their moment has come")
  func passing() {
    #expect(Deadline(uptimeNanoseconds: 0).hasPassed)
    #expect(Deadline.now.hasPassed)
    #expect(!Deadline(uptimeNanoseconds: .max).hasPassed)
    #expect(!Deadline.after(nanoseconds: 3_600_000_000_000).hasPassed)
    #expect(now < Deadline(uptimeNanoseconds: 1_001))
    #expect(Deadline.now <= Deadline.now)
  }

  @Test(
    "are told in nanoseconds, as many as can be told",
    arguments: [
      (.zero, 0), (.nanoseconds(1), 1), (.milliseconds(1_500), 1_500_000_000), (.seconds(-1), -1_000_000_000),
      (.seconds(9_223_372_036), 9_223_372_036_000_000_000), (.seconds(9_223_372_037), .max),
      (.seconds(9_223_372_036) + .nanoseconds(854_775_807), .max),
      (.seconds(9_223_372_036) + .nanoseconds(854_775_808), .max),
      (.seconds(Int64.max), .max), (.seconds(Int64.min), .min), (.seconds(-9_223_372_037), .min),
    ] as [(Duration, Int64)]
  )
  func durations(_ duration: Duration, _ expected: Int64) {
    #expect(duration.nanoseconds == expected)
  }
}

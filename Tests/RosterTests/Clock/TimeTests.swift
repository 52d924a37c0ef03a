import RPC
import Roster
import Testing

@Suite("Times on the wire")
struct TimeTests {
  @Test(
    "a time is unchanged after conversion and back, before 1970 too",
    arguments: [
      (0, 0, 0), (1, 0, 1_000), (1_000_000, 1, 0), (1_999_999, 1, 999_999_000), (-1, -1, 999_999_000),
      (-1_000_000, -1, 0), (-1_000_001, -2, 999_999_000),
      (253_402_300_799_999_999, 253_402_300_799, 999_999_000), (-62_135_596_800_000_000, -62_135_596_800, 0),
    ] as [(Int64, Int64, Int32)]
  )
  func roundTrip(_ microseconds: Int64, _ seconds: Int64, _ nanos: Int32) throws {
    let timestamp = Timestamp(Time(microseconds: microseconds))
    #expect(timestamp == Timestamp(seconds: seconds, nanos: nanos))
    #expect(try timestamp.time("time") == Time(microseconds: microseconds))
  }

  @Test("nanoseconds are rounded down to the microsecond")
  func precision() throws {
    #expect(try Timestamp(seconds: 1, nanos: 1_999).time("time") == Time(microseconds: 1_000_001))
    #expect(try Timestamp(seconds: -1, nanos: 999).time("time") == Time(microseconds: -1_000_000))
  }

  @Test(
    "a timestamp outside the years 1 to 9999 is refused, naming the field",
    arguments: [
      Timestamp(seconds: -62_135_596_801), Timestamp(seconds: 253_402_300_800), Timestamp(seconds: .min),
      Timestamp(seconds: .max), Timestamp(nanos: -1), Timestamp(nanos: 1_000_000_000), Timestamp(nanos: .max),
    ]
  )
  func refusals(_ timestamp: Timestamp) {
    let error = #expect(throws: RPCError.self) { try timestamp.time("filter.create_after") }
    #expect(error?.fieldViolations.map(\.field) == ["filter.create_after"])
  }

  @Test("times are ordered, and the system clock is later than 2026")
  func clock() {
    #expect(Time(microseconds: 1) < Time(microseconds: 2))
    #expect(WallClock.system.now() > SettableClock.start)
  }
}

import FoundationEssentials
import RosterClient
import Testing

@Suite("Times")
struct TimestampTests {
  @Test(
    "are written in RFC 3339 and read back",
    arguments: [
      (0, 0, "1970-01-01T00:00:00Z"),
      (951_782_400, 0, "2000-02-29T00:00:00Z"),
      (1_785_412_800, 500_000_000, "2026-07-30T12:00:00.500Z"),
      (1_785_412_800, 1_000, "2026-07-30T12:00:00.000001Z"),
      (1_785_412_800, 1, "2026-07-30T12:00:00.000000001Z"),
      (-1, 999_000_000, "1969-12-31T23:59:59.999Z"),
      (-62_135_596_800, 0, "0001-01-01T00:00:00Z"),
      (253_402_300_799, 0, "9999-12-31T23:59:59Z"),
    ]
  )
  func roundTrip(seconds: Int64, nanos: Int32, text: String) {
    let time = Timestamp(seconds: seconds, nanos: nanos)
    #expect(time.rfc3339 == text)
    #expect(Timestamp(rfc3339: text) == time)
  }

  @Test(
    "are read with an offset from UTC, in either case, with any fraction",
    arguments: [
      ("2026-07-30T14:00:00+02:00", "2026-07-30T12:00:00Z"),
      ("2026-07-29T23:30:00-12:30", "2026-07-30T12:00:00Z"),
      ("2026-07-30t12:00:00z", "2026-07-30T12:00:00Z"),
      ("2026-07-30 12:00:00Z", "2026-07-30T12:00:00Z"),
      ("2026-07-30T12:00:00.5Z", "2026-07-30T12:00:00.500Z"),
      ("2026-07-30T12:00:00.1234567899Z", "2026-07-30T12:00:00.123456789Z"),
      ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"),
    ]
  )
  func lenientReading(text: String, canonical: String) {
    #expect(Timestamp(rfc3339: text)?.rfc3339 == canonical)
  }

  @Test(
    "are refused if they are invalid",
    arguments: [
      "", "2026", "2026-07-30", "2026-07-30T12:00:00", "2026-13-01T00:00:00Z", "2026-02-29T00:00:00Z",
      "2100-02-29T00:00:00Z", "2026-07-30T24:00:00Z", "2026-07-30T12:60:00Z", "2026-07-30T12:00:61Z",
      "2026-07-30T12:00:00.Z", "2026-07-30T12:00:00+0200", "2026-07-30T12:00:00Z ", "0000-01-01T00:00:00Z",
      "+026-07-30T12:00:00Z", "２０２６-07-30T12:00:00Z",
    ]
  )
  func refusal(text: String) {
    #expect(Timestamp(rfc3339: text) == nil)
  }

  @Test("convert to dates and back")
  func dates() {
    #expect(
      Timestamp(seconds: 1_785_412_800, nanos: 500_000_000).date.timeIntervalSince1970 == 1_785_412_800.5
    )
    #expect(Timestamp(Date(timeIntervalSince1970: -0.25)) == Timestamp(seconds: -1, nanos: 750_000_000))
  }
}

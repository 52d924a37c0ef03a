import RPC

extension Timestamp {
  package init(_ time: Time) {
    let (seconds, rest) = time.microseconds.quotientAndRemainder(dividingBy: 1_000_000)
    // Before 1970 the seconds are rounded down, and the nanoseconds still count up.
    self =
      rest < 0
      ? Timestamp(seconds: seconds - 1, nanos: Int32(rest + 1_000_000) * 1_000)
      : Timestamp(seconds: seconds, nanos: Int32(rest) * 1_000)
  }

  /// From 0001-01-01T00:00:00Z to 9999-12-31T23:59:59Z, as timestamp.proto has it.
  private static let validSeconds: ClosedRange<Int64> = -62_135_596_800...253_402_300_799

  /// The time in microseconds.
  ///
  /// - Throws: `INVALID_FIELD` naming `field` where this is no valid timestamp.
  package func time(_ field: String) throws(RPCError) -> Time {
    guard Self.validSeconds.contains(seconds), (0..<1_000_000_000).contains(nanos) else {
      throw .invalid(field, "must lie between the years 1 and 9999, with nanos from 0 to 999,999,999")
    }
    return Time(microseconds: seconds * 1_000_000 + Int64(nanos) / 1_000)
  }
}

/// The shape of one run.
struct LoadPlan: Sendable {
  var connections: Int

  /// Calls kept in flight on each connection; with a timetable, the most there may be.
  var depth: Int

  /// Event loops the connections are spread over.
  var loops: Int

  /// Driven but not measured, at the start.
  var warmup: Duration

  /// Measured.
  var duration: Duration

  /// Of all connections together; nil closes the loop.
  var callsPerSecond: Int?
}

/// The part of a run that counts, on the monotonic clock, in nanoseconds: a call is
/// measured when it starts within.
struct MeasuredWindow: Sendable {
  let start: UInt64
  let end: UInt64

  func contains(_ time: UInt64) -> Bool { start <= time && time < end }
}

/// The measured part of a run, on the monotonic clock, in nanoseconds: a call counts if it starts within.
struct MeasuredWindow: Sendable {
  let start: UInt64
  let end: UInt64

  func contains(_ time: UInt64) -> Bool { start <= time && time < end }
}

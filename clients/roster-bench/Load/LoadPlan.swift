/// The shape of one run.
struct LoadPlan: Sendable {
  var connections: Int

  /// Calls kept in flight on each connection; at a fixed rate, the most.
  var depth: Int

  /// Event loops that share the connections.
  var loops: Int

  /// The time with load but without measurement, at the start.
  var warmup: Duration

  /// The measured time.
  var duration: Duration

  /// The rate of all connections together; nil for a closed loop.
  var callsPerSecond: Int?
}

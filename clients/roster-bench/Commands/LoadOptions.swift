import ArgumentParser

/// The load on a server, and its duration.
struct LoadOptions: ParsableArguments {
  /// The most calls in progress that a server accepts on one connection (docs/PROTOCOL.md, Limits).
  private static let maxDepth = 1_024

  @Option(name: .long, help: ArgumentHelp("Connections.", valueName: "C"))
  var connections = 1

  @Option(name: .long, help: ArgumentHelp("Calls kept in flight on each connection.", valueName: "D"))
  var depth = 1

  @Option(name: .long, help: ArgumentHelp("How long to measure.", valueName: "SECONDS"))
  var duration = 10.0

  @Option(name: .long, help: ArgumentHelp("How long to run before measuring.", valueName: "SECONDS"))
  var warmup = 2.0

  @Option(name: .long, help: ArgumentHelp("The client's event loops, a thread each.", valueName: "N"))
  var loops = 1

  func validate() throws {
    guard connections >= 1 else { throw ValidationError("--connections has to be 1 or more.") }
    guard (1...Self.maxDepth).contains(depth) else {
      throw ValidationError(
        "--depth has to be 1 to \(Self.maxDepth): a server accepts no more calls at once."
      )
    }
    guard duration > 0, duration <= 86_400 else {
      throw ValidationError("--duration has to be above 0, up to a day.")
    }
    guard warmup >= 0, warmup <= 3_600 else {
      throw ValidationError("--warmup has to be 0 or more, up to an hour.")
    }
    guard (1...connections).contains(loops) else {
      throw ValidationError("--loops has to be 1 or more, and no more than there are connections.")
    }
  }

  func plan(rate: Int? = nil) -> LoadPlan {
    LoadPlan(
      connections: connections,
      depth: depth,
      loops: loops,
      warmup: .seconds(warmup),
      duration: .seconds(duration),
      callsPerSecond: rate
    )
  }
}

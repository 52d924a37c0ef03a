import SQL
import TestSupport

/// Keeps the writer busy until its gate opens.
final class HoldingJob: WriteJob {
  let gate: Gate
  init(_ gate: Gate) { self.gate = gate }
  func run(on connection: any Connection) { gate.hold() }
  func finish(_ outcome: Result<Void, any Error>) {}
}

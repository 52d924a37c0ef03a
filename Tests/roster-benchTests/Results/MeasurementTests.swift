import Histogram
import Testing

@testable import roster_bench

@Suite("Measurement")
struct MeasurementTests {
  private static let plan = LoadPlan(
    connections: 2,
    depth: 3,
    loops: 1,
    warmup: .zero,
    duration: .seconds(10),
    callsPerSecond: nil
  )

  private static func outcome(_ usage: (ProcessUsage, ProcessUsage)? = nil) -> LoadGenerator.Outcome {
    var tally = Tally()
    for microseconds: UInt64 in 1...1_000 { tally.record(nanoseconds: microseconds * 1_000) }
    return LoadGenerator.Outcome(tally: tally, usage: usage, connectionsLost: 0)
  }

  @Test("Percentiles are in microseconds, to three digits")
  func percentiles() {
    let measurement = Measurement(method: "GetUser", plan: Self.plan, outcome: Self.outcome())
    #expect(abs(measurement.p50 - 500) <= 0.5)
    #expect(abs(measurement.p90 - 900) <= 0.9)
    #expect(abs(measurement.p99 - 990) <= 1)
    #expect(abs(measurement.p999 - 999) <= 1)
    #expect(abs(measurement.max - 1_000) <= 1)
    #expect(measurement.requests == 1_000)
    #expect(measurement.requestsPerSecond == 100)
  }

  @Test("A call without a reply counts in the latency and not in the rate")
  func unanswered() {
    var tally = Tally()
    for _ in 0..<90 { tally.record(nanoseconds: 1_000) }
    for _ in 0..<10 { tally.record(nanoseconds: 20_000_000_000, error: Tally.unanswered) }
    let outcome = LoadGenerator.Outcome(tally: tally, usage: nil, connectionsLost: 0)
    let measurement = Measurement(method: "GetUser", plan: Self.plan, outcome: outcome)
    #expect(measurement.requests == 100)
    #expect(measurement.requestsPerSecond == 9)
    #expect(measurement.p99 > 19_000_000)
    #expect(measurement.errors == ["UNANSWERED": 10])
  }

  @Test("Loops' tallies add up, errors by code")
  func adding() {
    var first = Tally()
    first.record(nanoseconds: 10)
    first.record(nanoseconds: 20, error: "NOT_FOUND")
    var second = Tally()
    second.record(nanoseconds: 30, error: "NOT_FOUND")
    first.add(second)
    #expect(first.count == 3)
    #expect(first.errors == ["NOT_FOUND": 2])
  }

  @Test("A latency beyond the maximum counts as the maximum")
  func tooLong() {
    var tally = Tally()
    tally.record(nanoseconds: .max)
    #expect(tally.count == 1)
  }

  @Test("The server's CPU time is divided by the calls answered")
  func serverCPU() {
    let usage = (
      ProcessUsage(cpuNanoseconds: 1_000_000, residentBytes: 10),
      ProcessUsage(cpuNanoseconds: 4_000_000, residentBytes: 20)
    )
    let measurement = Measurement(method: "GetUser", plan: Self.plan, outcome: Self.outcome(usage))
    #expect(measurement.serverCPU == 3)
    #expect(measurement.serverResidentBytes == 20)
  }

  @Test("JSON is read back unchanged, one result a line")
  func json() throws {
    let measurement = Measurement(method: "GetUser", plan: Self.plan, outcome: Self.outcome())
    let line = try measurement.json()
    #expect(line.contains(#""p99_9_us":"#))
    #expect(!line.contains("\n"))
    let parsed = try Measurement.parse(lines: "\(line)\n\(line)\n")
    #expect(parsed.count == 2)
    #expect(try parsed[0].json() == line)
  }

  @Test("A run is compared only with a floor of the same connections and depth")
  func floor() {
    var floor = Measurement(method: "floor", plan: Self.plan, outcome: Self.outcome())
    floor.p50 = 100
    var other = floor
    other.connections = 64
    other.p50 = 1
    var run = Measurement(method: "GetUser", plan: Self.plan, outcome: Self.outcome())
    run.p50 = 150
    var paced = run
    paced.rate = 10
    let compared = Measurement.besideFloor([floor, other, run, paced])
    #expect(compared.map(\.ratioToFloor) == [nil, nil, 1.5, nil])
  }

  @Test("A table has one row for each run, and no empty column")
  func table() {
    let table = Measurement.table([Measurement(method: "GetUser", plan: Self.plan, outcome: Self.outcome())])
    let lines = table.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines[0].hasPrefix("method"))
    #expect(lines[1].contains("2 × 3"))
    #expect(!table.contains("floor") && !table.contains("errors") && !table.contains("due/s"))
  }

  @Test(
    "Thousands are separated",
    arguments: [(0.0, "0"), (999.0, "999"), (1_000.0, "1,000"), (1_234_567.4, "1,234,567")]
  )
  func grouping(value: Double, text: String) {
    #expect(grouped(value) == text)
  }
}

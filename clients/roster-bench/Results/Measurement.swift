import Histogram

/// The result of one run. Its coding keys are the names in JSON, each with its unit.
struct Measurement: Codable, Sendable {
  /// The method's name, or `floor`.
  var method: String
  var connections: Int
  var depth: Int

  /// Calls due each second; nil for a closed loop.
  var rate: Int?
  var seconds: Double

  /// Calls that began, or were due, in the measured time.
  var requests: UInt64

  /// The failed ones of those, by status code.
  var errors: [String: UInt64]

  /// Answered calls, errors included, for each second.
  var requestsPerSecond: Double

  /// Latency from sending a call or, at a fixed rate, from when it was due.
  var p50: Double
  var p90: Double
  var p99: Double
  var p999: Double
  var max: Double

  /// The server's CPU time for each answered call; nil if its process was not given.
  var serverCPU: Double?
  var serverResidentBytes: UInt64?

  /// Its median divided by the floor's at the same connections and depth; nil without a floor.
  var ratioToFloor: Double?

  enum CodingKeys: String, CodingKey {
    case method, connections, depth, rate, seconds, requests, errors
    case requestsPerSecond = "requests_per_second"
    case p50 = "p50_us"
    case p90 = "p90_us"
    case p99 = "p99_us"
    case p999 = "p99_9_us"
    case max = "max_us"
    case serverCPU = "server_cpu_us_per_request"
    case serverResidentBytes = "server_resident_bytes"
    case ratioToFloor = "ratio_to_floor"
  }
}

extension Measurement {
  static let floorName = "floor"

  init(method: String, plan: LoadPlan, outcome: LoadGenerator.Outcome) {
    let latency = outcome.tally.latency
    let answered = latency.totalCount - (outcome.tally.errors[Tally.unanswered] ?? 0)
    func microseconds(atPercentile percentile: Double) -> Double {
      Double(latency.valueAtPercentile(percentile)) / 1_000
    }
    self.method = method
    connections = plan.connections
    depth = plan.depth
    rate = plan.callsPerSecond
    seconds = plan.duration / .seconds(1)
    requests = latency.totalCount
    errors = outcome.tally.errors
    requestsPerSecond = Double(answered) / seconds
    p50 = microseconds(atPercentile: 50)
    p90 = microseconds(atPercentile: 90)
    p99 = microseconds(atPercentile: 99)
    p999 = microseconds(atPercentile: 99.9)
    max = latency.totalCount == 0 ? 0 : Double(latency.maxRecorded) / 1_000
    if let usage = outcome.usage, answered > 0 {
      let used = usage.after.cpuNanoseconds - usage.before.cpuNanoseconds
      serverCPU = Double(used) / 1_000 / Double(answered)
      serverResidentBytes = usage.after.residentBytes
    }
  }

  /// The same measurements, each with its ratio to the floor at the same connections and depth, if any.
  static func besideFloor(_ measurements: [Measurement]) -> [Measurement] {
    measurements.map { measurement in
      let floor = measurements.last {
        $0.method == floorName && $0.rate == nil
          && $0.connections == measurement.connections && $0.depth == measurement.depth
      }
      var measurement = measurement
      if let floor, floor.p50 > 0, measurement.rate == nil, measurement.method != floorName {
        measurement.ratioToFloor = measurement.p50 / floor.p50
      }
      return measurement
    }
  }
}

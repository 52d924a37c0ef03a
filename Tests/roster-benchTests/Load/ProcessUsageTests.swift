import Testing

@testable import roster_bench

@Suite("Process usage")
struct ProcessUsageTests {
  private static let rest =
    "S 1 7 7 0 -1 4194560 100 0 0 0 150 50 0 0 20 0 5 0 12345 999999 2560 18446744073709551615"

  @Test(
    "CPU time and memory come from the fields proc_pid_stat(5) names",
    arguments: ["rosterd", "a b", "x) S 1 (y"]
  )
  func fields(name: String) {
    let usage = ProcessUsage(stat: "7 (\(name)) \(Self.rest)", ticksPerSecond: 100, pageBytes: 4_096)
    #expect(usage == ProcessUsage(cpuNanoseconds: 2_000_000_000, residentBytes: 10_485_760))
  }

  @Test("Other text is refused", arguments: ["", "7", "7 (rosterd)", "7 (rosterd) S 1 2 3"])
  func refusals(text: String) {
    #expect(ProcessUsage(stat: text, ticksPerSecond: 100, pageBytes: 4_096) == nil)
  }
}

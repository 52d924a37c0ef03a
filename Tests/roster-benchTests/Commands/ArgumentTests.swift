import ArgumentParser
import RPC
import Testing
import Transport

@testable import roster_bench

@Suite("Arguments")
struct ArgumentTests {
  @Test("run takes a method and the load")
  func run() throws {
    let arguments =
      "run GetUser --connections 64 --depth 16 --duration 5 --rate 1000 --server [::1]:7466 -o json"
    let parsed = try RosterBench.parseAsRoot(arguments.split(separator: " ").map(String.init))
    let command = try #require(parsed as? Run)
    #expect(command.method == .getUser)
    let plan = command.load.plan(rate: command.rate)
    #expect(plan.connections == 64 && plan.depth == 16 && plan.loops == 1 && plan.callsPerSecond == 1_000)
    #expect(plan.duration == .seconds(5) && plan.warmup == .seconds(2))
    #expect(command.server.server == .tcp(host: "::1", port: 7_466))
    #expect(command.output == .json)
  }

  @Test(
    "Impossible loads are refused",
    arguments: [
      "run DropUsers", "run GetUser --connections 0", "run GetUser --depth 0", "run GetUser --depth 1025",
      "run GetUser --duration 0", "run GetUser --duration nan", "run GetUser --warmup -1",
      "run GetUser --rate 0",
      "run GetUser --connections 2 --loops 3", "run GetUser --server nowhere", "run GetUser -o xml",
      "run BatchCheckPermissions --batch-size 1001", "run ListUsers --page-size -1", "fill",
      "fill --users -1",
      "fill --users 1 --depth 0", "floor --server-core 64", "report",
    ]
  )
  func refusals(arguments: String) throws {
    let error = try #require(throws: (any Error).self) {
      _ = try RosterBench.parseAsRoot(arguments.split(separator: " ").map(String.init))
    }
    #expect(RosterBench.exitStatus(for: error) == 2)
  }

  @Test("The exit code distinguishes help, a failure, and a wrong command line")
  func exitStatus() {
    #expect(RosterBench.exitStatus(for: CleanExit.helpRequest()) == 0)
    #expect(RosterBench.exitStatus(for: ExitCode.failure) == 1)
    #expect(RosterBench.exitStatus(for: RPCError(.unavailable, "No server.")) == 1)
    #expect(RosterBench.exitStatus(for: ValidationError("Which server?")) == 2)
  }
}

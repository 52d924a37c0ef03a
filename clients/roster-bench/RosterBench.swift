import ArgumentParser

/// The load-testing harness: fills a server over its own RPC, drives it, and says how fast it answers.
@main
struct RosterBench: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "roster-bench",
    abstract: "Fill a Roster server and measure it.",
    subcommands: [Fill.self, Run.self, Floor.self, Report.self]
  )
}

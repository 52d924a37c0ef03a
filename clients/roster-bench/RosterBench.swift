import ArgumentParser
import Foundation

/// The load-testing tool: fills a server over its own methods, puts load on it, and reports its speed.
@main
struct RosterBench: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "roster-bench",
    abstract: "Fill a Roster server and measure it.",
    discussion: """
      EXIT CODES
        0  done
        1  it could not be done, or not all of it
        2  the command line cannot be used
      """,
    subcommands: [Fill.self, Run.self, Floor.self, Report.self]
  )

  static func main() async {
    do {
      var command = try parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      let status = exitStatus(for: error)
      // Help is also reported as an error, but belongs on standard output.
      guard status != 0 else { exit(withError: error) }
      let message = fullMessage(for: error)
      if !message.isEmpty { FileHandle.standardError.write(Data("\(message)\n".utf8)) }
      Foundation.exit(status)
    }
  }

  /// The exit code of an error; for a wrong command line it is the same as rosterd's and rosterctl's.
  static func exitStatus(for error: any Error) -> Int32 {
    switch exitCode(for: error) {
    case .success: 0
    case .validationFailure: 2
    default: 1
    }
  }
}

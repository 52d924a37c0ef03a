import ArgumentParser
import Roster
import SystemPackage

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The server's command line.
@main
struct Rosterd: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rosterd",
    abstract: "The Roster user-management server.",
    version: Version.current,
    subcommands: [Serve.self, Check.self, Migrate.self, RotateSecrets.self],
    defaultSubcommand: Serve.self
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
      exit(after: error)
    }
  }

  /// One line that says what is wrong and what to do. Exit codes: 1 it could not be done, 2 wrong usage.
  private static func exit(after error: any Error) -> Never {
    let code = exitCode(for: error)
    if error is CleanExit || code == .success { Self.exit(withError: error) }
    guard error is StartError else {
      complain(fullMessage(for: error))
      Glibc.exit(code == .validationFailure ? 2 : 1)
    }
    complain("rosterd: \(error)")
    Glibc.exit(1)
  }

  private static func complain(_ line: String) {
    // If this fails, the error cannot be reported.
    _ = try? FileDescriptor.standardError.writeAll("\(line)\n".utf8)
  }
}

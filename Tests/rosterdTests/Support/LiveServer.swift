import Foundation
import TestSupport
import Testing
import Transport

/// A rosterd of its own, run as a process.
final class LiveServer {
  /// Where it listens, in the order given.
  let endpoints: [Endpoint]
  let directory: TemporaryDirectory
  private let process: ChildProcess

  var endpoint: Endpoint { endpoints[0] }
  var pid: pid_t { process.pid }

  /// Starts one, and returns when it listens. To be ended with ``kill()`` or ``stop(_:)``.
  ///
  /// - Parameter wrapper: a program that runs the server, with its arguments.
  init(
    _ directory: TemporaryDirectory,
    listen: [String] = ["127.0.0.1:0"],
    arguments: [String] = [],
    environment: [String: String] = [:],
    wrapper: [String] = []
  ) throws {
    self.directory = directory
    let command = wrapper + [Self.program, "serve", "--data", directory.data]
    process = try ChildProcess(
      command[0],
      command.dropFirst() + listen.flatMap { ["--listen", $0] } + arguments,
      environment: environment
    )
    // Without the option it still listens, where something else says.
    endpoints = try (0..<max(1, listen.count)).map { [process] _ in try Self.endpoint(process) }
  }

  /// Serves a directory while `body` runs. Whatever `body` does, the server is gone afterwards.
  static func run<Result>(
    in directory: TemporaryDirectory = TemporaryDirectory(),
    listen: [String] = ["127.0.0.1:0"],
    arguments: [String] = [],
    environment: [String: String] = [:],
    wrapper: [String] = [],
    _ body: (LiveServer) throws -> Result
  ) throws -> Result {
    let server = try LiveServer(
      directory,
      listen: listen,
      arguments: arguments,
      environment: environment,
      wrapper: wrapper
    )
    defer { server.kill() }
    return try body(server)
  }

  /// Reads what it says up to the line that contains a text; nil if it ends before.
  func errorLine(containing text: String) -> String? {
    process.errorLine(containing: text)
  }

  /// Asks it to stop, and does not wait.
  func terminate(_ signal: Int32 = SIGTERM) {
    process.send(signal)
  }

  /// Asks it to stop, waits, and gives all it has said.
  @discardableResult
  func stop(_ signal: Int32 = SIGTERM) -> ChildProcess.Result {
    terminate(signal)
    return waitForEnd()
  }

  /// Waits until it has stopped, and gives all it has said.
  func waitForEnd() -> ChildProcess.Result {
    process.finish()
  }

  /// Waits until it has stopped, and reads nothing that it says.
  func waitUnread() -> ChildProcess.Exit {
    process.wait()
  }

  /// The next line of its log that contains a text.
  func logLine(containing text: String) -> String? {
    process.errorLine(containing: text)
  }

  /// Ends it as a power cut would.
  func kill() {
    process.send(SIGKILL)
    process.wait()
  }

  /// A connection whose calls speak as root.
  func connect() throws -> RawConnection {
    try RawConnection(to: endpoint, token: directory.rootKey())
  }

  // MARK: The program

  /// The built binary: it lies beside the tests' own.
  static let program: String = {
    let tests = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    return tests.deletingLastPathComponent().appending(path: "rosterd").path
  }()

  /// Runs one of its commands from start to end.
  static func command(
    _ arguments: String...,
    environment: [String: String] = [:]
  ) throws -> ChildProcess.Result {
    try ChildProcess.run(program, arguments, environment: environment)
  }

  /// The next endpoint that it says to listen on.
  private static func endpoint(_ process: ChildProcess) throws -> Endpoint {
    guard let line = process.errorLine(containing: "] listening") else {
      throw StartFailure(description: "rosterd did not start: \(process.finish().errors)")
    }
    let field = line.split(separator: " ").first { $0.hasPrefix("endpoint=") }
    return try #require(field.flatMap { Endpoint(String($0.dropFirst("endpoint=".count))) })
  }
}

struct StartFailure: Error, CustomStringConvertible {
  let description: String
}

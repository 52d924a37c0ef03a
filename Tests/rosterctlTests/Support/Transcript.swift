import FoundationEssentials
import RosterClient
import ScriptedServer
import Synchronization

@testable import rosterctl

/// What a run of rosterctl said, and how it ended.
struct Run: Sendable {
  var status: ExitStatus
  var output: String
  var error: String
}

/// Runs command lines in an environment of the test's own.
struct Shell: Sendable {
  var server: ScriptedServer
  var isTerminal = false
  /// The terminal's columns.
  var width: Int?
  /// What stands in for the pager; none unless a test brings one.
  var pager: (any Pager)?
  var environment: [String: String]
  /// What the user types when asked, a line for each question.
  var typed: String?
  /// The present: 2026-07-30T12:00:00Z.
  var now = Timestamp(seconds: 1_785_412_800)

  private let tokenFile = TokenFile()

  init(_ server: ScriptedServer) {
    self.server = server
    environment = ["ROSTER_TOKEN_FILE": tokenFile.path]
  }

  func callAsFunction(_ arguments: String...) async -> Run {
    await run(arguments)
  }

  func run(_ arguments: [String]) async -> Run {
    let transcript = Transcript(typed: typed)
    let invocation = Invocation(
      terminal: Terminal(
        isOutputTerminal: isTerminal,
        width: width,
        isInteractive: isTerminal,
        write: { transcript.write($0) },
        writeError: { transcript.writeError($0) },
        readLine: { transcript.readLine() },
        readHiddenLine: { transcript.readLine() }
      ),
      environment: environment,
      now: { [now] in now },
      connect: { [server] _, token, options in
        RosterClient(channel: server.channel, token: token, options: options)
      },
      startPager: { [pager] command, _ throws(Failure) in
        guard let pager else { throw .usage("cannot start the pager '\(command)'") }
        return pager
      }
    )
    let status = await Rosterctl.run(arguments, in: invocation)
    return Run(status: status, output: transcript.output, error: transcript.error)
  }
}

/// A file with the token `rk_test`, gone with the last reference.
private final class TokenFile: Sendable {
  let path = FileManager.default.temporaryDirectory.appending(path: "rosterctl-\(UUID()).key").path

  init() {
    try! Data("rk_test\n".utf8).write(to: URL(filePath: path))
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }
}

private final class Transcript: Sendable {
  private let text = Mutex(Text())

  private struct Text {
    var output = ""
    var error = ""
    var typed: [Substring] = []
  }

  init(typed: String?) {
    text.withLock { $0.typed = typed?.split(separator: "\n", omittingEmptySubsequences: false) ?? [] }
  }

  var output: String { text.withLock { $0.output } }
  var error: String { text.withLock { $0.error } }

  func write(_ string: String) {
    text.withLock { $0.output += string }
  }

  func writeError(_ string: String) {
    text.withLock { $0.error += string }
  }

  func readLine() -> String? {
    text.withLock { text in text.typed.isEmpty ? nil : String(text.typed.removeFirst()) }
  }
}

extension RPCError {
  /// A refusal as the server gives it.
  static func refusal(
    _ code: Code,
    _ reason: String,
    _ message: String,
    violations: [(String, String)] = []
  ) -> RPCError {
    var details: [ErrorDetail] = [
      .errorInfo(ErrorInfo(reason: reason, domain: "roster"))
    ]
    if !violations.isEmpty {
      let fields = violations.map { BadRequest.FieldViolation(field: $0.0, description: $0.1) }
      details.append(.badRequest(BadRequest(fieldViolations: fields)))
    }
    return RPCError(code, message, details: details)
  }
}

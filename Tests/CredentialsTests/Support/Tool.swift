import TestSupport
import Testing

/// Programs of Debian that make or check the same hashes and codes; `dev/deps test` installs them.
enum Tool {
  /// Runs a line of shell, where `"$1"` and so on are the arguments.
  ///
  /// - Returns: what it wrote, without the line feeds at its end.
  @discardableResult
  static func run(_ line: String, _ arguments: String...) throws -> String {
    let result = try ChildProcess.run("/bin/sh", ["-c", "set -e; \(line)", "sh"] + arguments)
    try #require(
      result.exit == .code(0),
      "\(line): \(result.errors) (install what is missing with dev/deps test)"
    )
    return String(result.output.reversed().drop { $0.isNewline }.reversed())
  }
}

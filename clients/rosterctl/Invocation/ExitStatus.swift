#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How a run of rosterctl ended, for scripts.
enum ExitStatus: Int32, Sendable {
  case done = 0
  /// The server refused and changed nothing.
  case refused = 1
  /// The command line, or what it points to, cannot be used.
  case usage = 2
  /// No server answered, and none was asked to change anything.
  case unreachable = 3
  /// It is unknown whether the change was made.
  case unknown = 4
  /// The server answered, and the answer is no.
  case no = 5

  /// Ends the process.
  func leave() -> Never {
    exit(rawValue)
  }
}

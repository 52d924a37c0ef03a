import Glibc
import Synchronization

/// A program run by a test: its output in pipes, its end waited for.
///
/// The pipes are read when asked for and not before: the programs under test say less than a pipe
/// holds. A program that neither says anything nor ends when it should is killed, so that it fails a
/// test rather than hanging it.
package final class ChildProcess {
  /// How a program ended.
  package enum Exit: Equatable {
    case code(Int32)
    case signal(Int32)
  }

  package struct Result {
    package let exit: Exit
    package let output: String
    package let errors: String

    /// What was written to standard error, line by line.
    package var errorLines: [Substring] { errors.split(separator: "\n") }
  }

  package let pid: pid_t
  private let output: LineReader
  private let errors: LineReader
  private var exit: Exit?

  /// - Parameter environment: variables in place of, or besides, those of the tests. Variables of rosterd's
  ///   own are not handed down.
  package init(_ program: String, _ arguments: [String], environment: [String: String] = [:]) throws {
    let (outputEnd, outputStart) = try Self.pipe()
    let (errorsEnd, errorsStart) = try Self.pipe()
    defer {
      close(outputStart)
      close(errorsStart)
    }

    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, outputStart, 1)
    posix_spawn_file_actions_adddup2(&actions, errorsStart, 2)

    let words = CStrings([program] + arguments)
    let variables = CStrings(Self.variables(environment))
    var pid = pid_t()
    let error = Self.spawning.withLock { _ in
      posix_spawn(&pid, program, &actions, nil, words.pointers, variables.pointers)
    }
    guard error == 0 else { throw SystemError("posix_spawn \(program)", error) }
    self.pid = pid
    output = LineReader(outputEnd, of: pid)
    errors = LineReader(errorsEnd, of: pid)
  }

  deinit {
    guard exit == nil else { return }
    kill(pid, SIGKILL)
    _ = wait()
  }

  package func send(_ signal: Int32) {
    guard exit == nil else { return }
    kill(pid, signal)
  }

  /// Reads standard error up to the line that contains a text.
  ///
  /// - Returns: the line; nil if the program closed its standard error before.
  package func errorLine(containing text: String) -> String? {
    errors.line(containing: text)
  }

  /// Waits for the end.
  @discardableResult
  package func wait() -> Exit {
    if let exit { return exit }
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0, errno == EINTR {}
    let exit = status & 0x7f == 0 ? Exit.code((status >> 8) & 0xff) : Exit.signal(status & 0x7f)
    self.exit = exit
    return exit
  }

  /// Waits for the end and gives all that was said.
  package func finish() -> Result {
    let errors = errors.readAll()
    let output = output.readAll()
    return Result(exit: wait(), output: output, errors: errors)
  }

  /// Runs a program from start to end.
  package static func run(
    _ program: String,
    _ arguments: [String],
    environment: [String: String] = [:]
  ) throws -> Result {
    try ChildProcess(program, arguments, environment: environment).finish()
  }

  /// Held while a pipe is there that a new program would inherit: it would hold another's output open.
  private static let spawning = Mutex(())

  private static func pipe() throws -> (end: Int32, start: Int32) {
    try spawning.withLock { _ in
      var ends: [Int32] = [0, 0]
      guard Glibc.pipe(&ends) == 0 else { throw SystemError("pipe", errno) }
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
      return (ends[0], ends[1])
    }
  }

  private static func variables(_ own: [String: String]) -> [String] {
    var variables: [String: String] = [:]
    var entry = environ
    while let variable = entry.pointee {
      let parts = String(cString: variable).split(
        separator: "=",
        maxSplits: 1,
        omittingEmptySubsequences: false
      )
      if !parts[0].hasPrefix("ROSTERD_") { variables[String(parts[0])] = String(parts[1]) }
      entry += 1
    }
    variables.merge(own) { $1 }
    return variables.map { "\($0)=\($1)" }
  }
}

/// A failed system call.
package struct SystemError: Error, CustomStringConvertible {
  package let call: String
  package let code: Int32

  package init(_ call: String, _ code: Int32) {
    self.call = call
    self.code = code
  }

  package var description: String { "\(call): \(String(cString: strerror(code)))" }
}

/// A pipe's readable end, read as lines.
private final class LineReader {
  /// How long a program may say nothing while it is waited for: the Go compiler does for a while.
  private static let patienceMilliseconds: Int32 = 600_000

  private let descriptor: Int32
  private let pid: pid_t
  private var bytes: [UInt8] = []
  private var lineStart = 0

  init(_ descriptor: Int32, of pid: pid_t) {
    self.descriptor = descriptor
    self.pid = pid
  }

  deinit {
    close(descriptor)
  }

  func line(containing text: String) -> String? {
    repeat {
      while let end = bytes[lineStart...].firstIndex(of: UInt8(ascii: "\n")) {
        let line = String(decoding: bytes[lineStart..<end], as: UTF8.self)
        lineStart = end + 1
        if line.contains(text) { return line }
      }
    } while readMore()
    return nil
  }

  /// All there was and is, up to the end.
  func readAll() -> String {
    while readMore() {}
    return String(decoding: bytes, as: UTF8.self)
  }

  private func readMore() -> Bool {
    var state = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    if poll(&state, 1, Self.patienceMilliseconds) == 0 { kill(pid, SIGKILL) }
    var chunk = [UInt8](repeating: 0, count: 4_096)
    var count = read(descriptor, &chunk, chunk.count)
    while count < 0, errno == EINTR { count = read(descriptor, &chunk, chunk.count) }
    guard count > 0 else { return false }
    bytes += chunk[..<count]
    return true
  }
}

/// A null-terminated array of C strings, as exec(3) wants it.
private final class CStrings {
  private(set) var pointers: [UnsafeMutablePointer<CChar>?]

  init(_ strings: [String]) {
    pointers = strings.map { strdup($0) } + [nil]
  }

  deinit {
    for pointer in pointers { free(pointer) }
  }
}

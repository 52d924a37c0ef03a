import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A pager in a child process, which reads from a pipe.
final class PagerProcess: Pager {
  private let process: pid_t
  /// The write end of the pipe; nil once it is closed.
  private let input: Mutex<Int32?>

  /// Starts a command line, in a shell if it has special characters, as git does.
  ///
  /// - Throws: why it cannot be started.
  init(_ command: String, environment: [String: String]) throws(Failure) {
    // A write to a pager that has quit must fail with EPIPE, not end this process.
    signal(SIGPIPE, SIG_IGN)
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw Self.failure(command, errno) }
    defer { close(ends[0]) }
    // The pager must not inherit the write end, or it would never see the end of its input.
    _ = fcntl(ends[1], F_SETFD, FD_CLOEXEC)
    let needsShell = command.contains { "|&;<>()$`\\\"'*?[]#~=%\n".contains($0) }
    let words = needsShell ? ["/bin/sh", "-c", command] : command.split(separator: " ").map(String.init)
    let result = Self.spawn(words, environment, standardInput: ends[0])
    guard result.error == 0 else {
      close(ends[1])
      throw Self.failure(command, result.error)
    }
    // The terminal sends Ctrl-C to both. The pager handles it. If this process ended,
    // the pager and the shell would both read from the terminal.
    signal(SIGINT, SIG_IGN)
    process = result.process
    input = Mutex(ends[1])
  }

  func write(_ text: String) -> Bool {
    input.withLock { descriptor in
      guard let open = descriptor else { return false }
      if Self.write(text, to: open) { return true }
      close(open)
      descriptor = nil
      return false
    }
  }

  func finish() {
    input.withLock { descriptor in
      if let open = descriptor { close(open) }
      descriptor = nil
    }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    signal(SIGINT, SIG_DFL)
  }

  /// Returns whether all of it was written. EPIPE is not an error.
  private static func write(_ text: String, to descriptor: Int32) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while !rest.isEmpty {
        let count = Terminal.systemWrite(descriptor, rest)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return false }
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      }
      return true
    }
  }

  private static func spawn(
    _ words: [String],
    _ environment: [String: String],
    standardInput: Int32
  ) -> (process: pid_t, error: Int32) {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, standardInput, STDIN_FILENO)
    posix_spawn_file_actions_addclose(&actions, standardInput)

    // Signals ignored in this process are restored in the pager.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGPIPE)
    sigaddset(&signals, SIGINT)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))

    let arguments = words.map { strdup($0) } + [nil]
    let variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for pointer in arguments + variables { free(pointer) } }
    var process: pid_t = 0
    let error = posix_spawnp(&process, words[0], &actions, &attributes, arguments, variables)
    return (process, error)
  }

  private static func failure(_ command: String, _ error: Int32) -> Failure {
    .usage("cannot start the pager '\(command)': \(String(cString: strerror(error)))")
  }
}

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Reads from the terminal what must not be shown on it.
enum HiddenInput {
  /// Reads a line of standard input without echo. Where standard input is no terminal, nothing is hidden.
  ///
  /// SIGINT restores the echo before it ends the process: the shell would otherwise go on without it.
  static func readLine() -> String? {
    var shown = termios()
    guard tcgetattr(STDIN_FILENO, &shown) == 0 else { return Swift.readLine() }
    var hidden = shown
    hidden.c_lflag &= ~tcflag_t(ECHO)
    shownSettings = shown
    let former = signal(SIGINT) { number in
      tcsetattr(STDIN_FILENO, TCSANOW, &HiddenInput.shownSettings)
      signal(number, SIG_DFL)
      raise(number)
    }
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden)
    defer {
      tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown)
      signal(SIGINT, former)
    }
    return Swift.readLine()
  }

  // A handler of a signal captures nothing. Written before the handler is set, by the one command that runs.
  private nonisolated(unsafe) static var shownSettings = termios()
}

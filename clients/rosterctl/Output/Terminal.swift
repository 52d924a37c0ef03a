#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The input and output of a command: the standard streams, or those of a test.
struct Terminal: Sendable {
  /// Whether standard output is a terminal: colour is for those only.
  var isOutputTerminal: Bool

  /// How many columns the terminal has; nil if standard output is no terminal or its width is unknown.
  var width: Int?

  /// Whether the user can be asked: standard input and standard error are a terminal.
  var isInteractive: Bool

  /// Writes to standard output.
  var write: @Sendable (String) -> Void

  /// Writes to standard error.
  var writeError: @Sendable (String) -> Void

  /// Reads a line without its end from standard input; nil at the end of input.
  var readLine: @Sendable () -> String?

  /// Reads a line as ``readLine`` does, without showing on the terminal what is typed.
  var readHiddenLine: @Sendable () -> String?
}

extension Terminal {
  /// The standard streams of the process.
  static let standard = Terminal(
    isOutputTerminal: isatty(STDOUT_FILENO) == 1,
    width: standardWidth,
    isInteractive: isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1,
    write: { put($0, STDOUT_FILENO) },
    writeError: { put($0, STDERR_FILENO) },
    readLine: { Swift.readLine() },
    readHiddenLine: { HiddenInput.readLine() }
  )

  private static var standardWidth: Int? {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  private static func put(_ text: String, _ descriptor: Int32) {
    var text = text
    text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while !rest.isEmpty {
        let count = Self.writeSome(rest, descriptor)
        guard count > 0 else { return }
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      }
    }
  }

  /// The number of bytes written. Ends the process if the output cannot be written.
  private static func writeSome(_ bytes: UnsafeRawBufferPointer, _ descriptor: Int32) -> Int {
    while true {
      let count = Self.systemWrite(descriptor, bytes)
      if count >= 0 { return count }
      if errno == EINTR { continue }
      if errno == EPIPE {
        // The reader has closed the pipe (`rosterctl … | head`). The transport ignores SIGPIPE, so the signal
        // is restored and raised here, to end as other programs do.
        signal(SIGPIPE, SIG_DFL)
        raise(SIGPIPE)
      }
      if descriptor == STDOUT_FILENO {
        put("rosterctl: cannot write the output: \(String(cString: strerror(errno)))\n", STDERR_FILENO)
      }
      ExitStatus.refused.leave()
    }
  }

  /// write(2), whose name the type's own functions hide.
  static func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    #if canImport(Glibc)
      Glibc.write(descriptor, bytes.baseAddress, bytes.count)
    #else
      Darwin.write(descriptor, bytes.baseAddress, bytes.count)
    #endif
  }
}

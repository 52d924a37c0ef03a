import Work

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Writes lines to a file descriptor on a thread of its own, so that nobody who logs waits for whoever reads.
///
/// The lines that wait are bounded. Where nobody reads, further lines are dropped and counted, and the count
/// is told as soon as lines are written again.
final class LogWriter: Sendable {
  private struct State {
    var lines: BoundedQueue<String>
    var dropped = 0
    var isWriting = false
  }

  private let state: Monitor<State>

  /// - Parameters:
  ///   - capacity: the lines that may wait.
  ///   - write: writes all of a text; it may block.
  init(capacity: Int = 8_192, write: @escaping @Sendable (String) -> Void) {
    let state = Monitor(State(lines: BoundedQueue(capacity: capacity)))
    self.state = state
    _ = WorkerThread(name: "log") {
      while true {
        write(Self.next(state))
        state.withLock { $0.isWriting = false }
        state.wakeAll()
      }
    }
  }

  static let standardError = LogWriter { text in
    var text = text
    text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while !rest.isEmpty {
        let count = Glibc.write(STDERR_FILENO, rest.baseAddress, rest.count)
        // Where standard error is closed there is nowhere to say so.
        guard count > 0 || errno == EINTR else { return }
        if count > 0 { rest = UnsafeRawBufferPointer(rebasing: rest[count...]) }
      }
    }
  }

  /// Takes a line, without its line break. Never blocks.
  func append(_ line: String) {
    state.withLock { state in
      if !state.lines.append(line) { state.dropped += 1 }
    }
    state.wakeAll()
  }

  /// Waits until all lines have been written, but no longer than a limit.
  func flush(milliseconds: Int = 1_000) {
    _ = state.wait(milliseconds: milliseconds) { state in
      state.lines.isEmpty && state.dropped == 0 && !state.isWriting ? () : nil
    }
  }

  /// All that waits, as one text; sleeps while there is nothing.
  private static func next(_ state: Monitor<State>) -> String {
    state.wait { state in
      guard !state.lines.isEmpty || state.dropped > 0 else { return nil }
      state.isWriting = true
      var text = ""
      while let line = state.lines.popFirst() { text += line + "\n" }
      if state.dropped > 0 { text += "\(state.dropped) lines were dropped: the log was not read in time\n" }
      state.dropped = 0
      return text
    }
  }
}

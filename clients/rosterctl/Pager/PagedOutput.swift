import Synchronization

/// Standard output. Lists and records are written to a pager.
final class PagedOutput: Sendable {
  private let terminal: Terminal
  /// Starts the pager; nil if none is used.
  private let start: (@Sendable () throws(Failure) -> any Pager)?
  private let pager = Mutex<State>(.direct)

  private enum State {
    case direct
    case paged(any Pager)
    /// The user has quit the pager.
    case quit(any Pager)
  }

  init(_ terminal: Terminal, start: (@Sendable () throws(Failure) -> any Pager)?) {
    self.terminal = terminal
    self.start = start
  }

  /// Starts the pager for all further output. If it cannot start, the output is written directly.
  func page() {
    guard let start else { return }
    pager.withLock { state in
      guard case .direct = state else { return }
      do throws(Failure) {
        state = .paged(try start())
      } catch {
        if let message = error.message { terminal.writeError("rosterctl: \(message.displayable)\n") }
      }
    }
  }

  /// Writes to the pager, or else to standard output.
  func write(_ text: String) {
    pager.withLock { state in
      switch state {
      case .direct: terminal.write(text)
      case .paged(let pager): if !pager.write(text) { state = .quit(pager) }
      case .quit: break
      }
    }
  }

  /// Whether the user has quit the pager.
  var isQuit: Bool {
    pager.withLock { state in
      if case .quit = state { true } else { false }
    }
  }

  /// Waits until the user has quit the pager. Further output is written directly.
  func finish() {
    pager.withLock { state in
      switch state {
      case .direct: break
      case .paged(let pager), .quit(let pager): pager.finish()
      }
      state = .direct
    }
  }
}

import Synchronization

/// Standard output, which goes through a pager from where something long begins.
final class PagedOutput: Sendable {
  private let terminal: Terminal
  /// Starts the pager; nil where there shall be none.
  private let start: (@Sendable () throws(Failure) -> any Pager)?
  private let pager = Mutex<State>(.direct)

  private enum State {
    case direct
    case paged(any Pager)
    /// The reader has quit the pager, or it has been shown everything.
    case quit(any Pager)
  }

  init(_ terminal: Terminal, start: (@Sendable () throws(Failure) -> any Pager)?) {
    self.terminal = terminal
    self.start = start
  }

  /// Starts the pager for what is written from here on. Where it cannot be started, there is none.
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

  /// Whether nobody reads what is written.
  var isQuit: Bool {
    pager.withLock { state in
      if case .quit = state { true } else { false }
    }
  }

  /// Waits until the reader has quit the pager. What is written afterwards goes to standard output.
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

import Logging
import SQLite
import Synchronization

/// Whether the database's log is moved into its file, as it must be lest it grow without end.
///
/// It is no reason to take the server out of service: what it has acknowledged is safe in the log. So health
/// tells it under a name of its own, and the log has a line at each change.
package final class StorageHealth: Sendable {
  /// What health is asked for.
  package static let serviceName = "roster.storage"

  private enum State {
    case sound
    case held
    case failing
  }

  private let state = Mutex(State.sound)
  private let maxLogPages: Int
  private let logger: Logger

  /// - Parameter maxLogPages: the pages past which a log that readers hold is more than a moment's wait.
  package init(maxLogPages: Int, logger: Logger) {
    self.maxLogPages = maxLogPages
    self.logger = logger
  }

  package var isSound: Bool { state.withLock { $0 == .sound } }

  package func note(_ outcome: CheckpointOutcome) {
    switch outcome {
    case .done:
      guard change(to: .sound) else { return }
      logger.notice("the database's log is moved into its file again")
    case .held(let pages):
      guard pages >= maxLogPages, change(to: .held) else { return }
      logger.warning(
        "the database's log grows: a long read, or another program that has the database open, holds it",
        metadata: ["pages": "\(pages)"]
      )
    case .failed(let error):
      guard change(to: .failing) else { return }
      logger.error(
        "the database's log cannot be moved into its file; it grows until it can",
        metadata: ["cause": "\(error)"]
      )
    }
  }

  private func change(to new: State) -> Bool {
    state.withLock { state in
      defer { state = new }
      return state != new
    }
  }
}

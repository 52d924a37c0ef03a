import Logging
import SQLite
import Synchronization

/// Whether the write-ahead log is checkpointed into the database file, without which it keeps growing.
///
/// A failure does not take the server out of service: acknowledged writes are safe in the log. So it has a
/// health service of its own, and a log line at each change.
package final class StorageHealth: Sendable {
  /// The service name for health checks.
  package static let serviceName = "roster.storage"

  private enum State {
    case sound
    case held
    case failing
  }

  private let state = Mutex(State.sound)
  private let maxLogPages: Int
  private let logger: Logger

  /// - Parameter maxLogPages: a log held by readers counts as a problem from this size on.
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

import Logging
import SQL
import Synchronization

/// Whether the database's log is moved into its file, without which it keeps growing. An engine that does
/// this apart from the server reports nothing, and is healthy here.
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
  private let logger: Logger

  package init(logger: Logger) {
    self.logger = logger
  }

  package var isSound: Bool { state.withLock { $0 == .sound } }

  package func note(_ condition: StorageCondition) {
    switch condition {
    case .sound:
      guard change(to: .sound) else { return }
      logger.notice("the database's log is moved into its file again")
    case .logHeld(let pages):
      guard change(to: .held) else { return }
      logger.warning(
        "the database's log grows: a long read, or another program that has the database open, holds it",
        metadata: ["pages": "\(pages)"]
      )
    case .failing(let error):
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

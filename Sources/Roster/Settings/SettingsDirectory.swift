import RosterProto
import Synchronization

/// The current settings, in memory: many requests read them, few change them.
package final class SettingsDirectory: Sendable {
  private let settings: Mutex<Settings>

  package init(_ settings: Settings) {
    self.settings = Mutex(settings)
  }

  package var current: Settings { settings.withLock { $0 } }

  /// Publishes settings that have been committed.
  package func publish(_ settings: Settings) {
    self.settings.withLock { $0 = settings }
  }
}

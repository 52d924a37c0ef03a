import RosterProto
import Synchronization

/// The settings as they are now, in memory: asked for by many requests, changed by few.
package final class SettingsDirectory: Sendable {
  private let settings: Mutex<Settings>

  package init(_ settings: Settings) {
    self.settings = Mutex(settings)
  }

  package var current: Settings { settings.withLock { $0 } }

  /// Makes settings that were committed those that count.
  package func publish(_ settings: Settings) {
    self.settings.withLock { $0 = settings }
  }
}

import RosterProto

/// The settings as they are now, in memory: asked for by many requests, changed by few.
package typealias SettingsDirectory = Resident<Settings>

extension SettingsDirectory {
  package convenience init() {
    self.init(SettingsDefaults.settings, version: \.settingsVersion) { db, _ in
      try SettingsQueries.settings(db)
    }
  }

  package var current: Settings { read { $0 } }
}

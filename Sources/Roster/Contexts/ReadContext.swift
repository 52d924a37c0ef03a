import RosterProto
import SQL

/// What a method that reads gets besides its request.
package struct ReadContext: DataContext {
  /// Read-only; every read of the method sees the same state of the data.
  package let db: any Connection
  package let caller: Caller

  private let clock: WallClock
  private let settingsDirectory: SettingsDirectory

  init(db: any Connection, caller: Caller, clock: WallClock, settings: SettingsDirectory) {
    self.db = db
    self.caller = caller
    self.clock = clock
    settingsDirectory = settings
  }

  /// Read on demand: most reads do not need it.
  package var now: Time { clock.now() }

  package var settings: Settings { settingsDirectory.current }

  /// The policy for the calling user; nil where the caller is not a user.
  var userPolicy: UserPolicy? {
    UserPolicy(caller, settings: settings, now: now, db: db)
  }
}

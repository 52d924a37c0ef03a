import RPC
import RosterProto
import SQL

/// The SQL of the settings.
enum SettingsQueries {
  private static let select = Query(
    "SELECT name, value, update_time, revision FROM settings ORDER BY revision"
  )
  private static let upsert = Query(
    """
    INSERT INTO settings (name, value, update_time, revision) VALUES ($1, $2, $3, $4)
    ON CONFLICT (name) DO UPDATE SET
      value = excluded.value, update_time = excluded.update_time, revision = excluded.revision
    """
  )

  /// A stored value of the wrong type, not written by this server.
  struct Unreadable: Error, CustomStringConvertible {
    let name: String
    var description: String { "the stored value of the setting \(name) is invalid" }
  }

  /// The stored settings; those never changed have this release's defaults.
  ///
  /// - Throws: `Unreadable`.
  static func settings(_ db: any Connection) throws -> Settings {
    var settings = SettingsDefaults.settings
    try db.forEach(select) { row in
      let name = row.text(0)
      // An unknown name belongs to a setting of another release.
      if let value = row.optionalText(1), let setting = Setting.all.first(where: { $0.name == name }) {
        guard setting.read(value, into: &settings) else { throw Unreadable(name: name) }
      }
      // The last change comes last.
      settings.updateTime = Timestamp(Time(microseconds: row.int64(2)))
      settings.revision = row.int64(3)
    }
    return settings
  }

  /// - Parameter value: nil for the default of the release that reads it.
  static func write(
    _ name: String,
    _ value: String?,
    _ stamp: Stamp,
    _ db: any Connection
  ) throws {
    try db.run(upsert, name, value, stamp.time.microseconds, stamp.revision)
  }
}

import RPC
import RosterProto

/// The settings: read from memory; a change is first committed to the database.
package struct SettingsService: SettingsServiceInterface {
  private let run: Runner
  private let directory: SettingsDirectory

  package init(run: Runner, directory: SettingsDirectory) {
    self.run = run
    self.directory = directory
  }

  package var getSettings: UnaryHandler<GetSettingsRequest, Settings> {
    run.memory(.grant(.settingsManage)) { [directory] _, _ in directory.current }
  }

  package var updateSettings: UnaryHandler<UpdateSettingsRequest, Settings> {
    run.write(.grant(.settingsManage)) { request, context in
      guard let change = request.settings else { throw RPCError.invalid("settings", "must not be empty") }
      let mask = try UpdateMask(
        request.updateMask,
        writable: Setting.all.map { ($0.name, $0.isSet(in: change)) }
      )
      // Not those in memory: a change that shares this transaction counts there only after it.
      let current = try SettingsQueries.settings(context.db)
      try Checks.revision(request.expectedRevision, current: current.revision, of: "The configuration")
      var updated = current
      for setting in Setting.all where mask.contains(setting.name) {
        try setting.write(from: change, to: &updated)
      }
      try Self.checkSessions(updated, mask)
      guard updated != current else { return current }
      updated.updateTime = Timestamp(context.now)
      updated.revision = context.stamp.revision
      try Self.write(updated, over: current, context)
      return updated
    }
  }

  package var describeSettings: UnaryHandler<DescribeSettingsRequest, DescribeSettingsResponse> {
    run.memory(.grant(.settingsManage)) { _, _ in
      DescribeSettingsResponse(
        settings: Setting.all.map {
          SettingDescription(name: $0.name, description: $0.description, bounds: $0.bounds)
        },
        defaults: SettingsDefaults.settings
      )
    }
  }

  /// Checks that the idle lifetime of a session does not exceed its lifetime.
  private static func checkSessions(_ settings: Settings, _ mask: UpdateMask) throws(RPCError) {
    let (lifetime, idle) = (settings.sessionLifetime!.seconds, settings.sessionIdleLifetime!.seconds)
    guard idle > lifetime else { return }
    throw mask.contains("session_idle_lifetime")
      ? .invalid("settings.session_idle_lifetime", "must be at most session_lifetime, \(lifetime) seconds")
      : .invalid("settings.session_lifetime", "must be at least session_idle_lifetime, \(idle) seconds")
  }

  private static func write(_ settings: Settings, over current: Settings, _ context: WriteContext) throws {
    var changes = EventChanges()
    for setting in Setting.all {
      let value = setting.stored(settings)
      guard value != setting.stored(current) else { continue }
      try SettingsQueries.write(
        setting.name,
        value == setting.stored(SettingsDefaults.settings) ? nil : value,
        context.stamp,
        context.db
      )
      setting.note(in: &changes, from: current, to: settings)
    }
    try context.record("settings.updated", .settings, changes)
  }
}

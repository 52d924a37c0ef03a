import RosterClient

extension Console {
  /// Writes the fields and prints their new values.
  func update(
    _ fields: [SettingField],
    _ values: Settings,
    _ roster: RosterClient,
    expectedRevision: Int64
  ) async throws(RPCError) {
    let settings = try await roster.settings.updateSettings(
      values,
      writing: fields.map(\.name),
      expectedRevision: expectedRevision
    )
    let descriptions = try await roster.settings.describeSettings()
    show(fields.map { SettingEntry($0, settings, descriptions) })
  }
}

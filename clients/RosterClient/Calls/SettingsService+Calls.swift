extension SettingsServiceClientProtocol {
  /// All current settings.
  public func getSettings() async throws(RPCError) -> Settings {
    try await getSettings(GetSettingsRequest())
  }

  /// Each setting's description, allowed values and default.
  public func describeSettings() async throws(RPCError) -> DescribeSettingsResponse {
    try await describeSettings(DescribeSettingsRequest())
  }

  /// Changes the named settings, all or none.
  ///
  /// - Parameters:
  ///   - settings: the new values of the named fields.
  ///   - names: the fields to write, by their names in the contract, such as `invitation_lifetime`.
  ///   - expectedRevision: the settings' revision as read; if it has changed since, the call fails. 0 does
  ///     not check.
  /// - Returns: all settings.
  public func updateSettings(
    _ settings: Settings,
    writing names: [String],
    expectedRevision: Int64 = 0
  ) async throws(RPCError) -> Settings {
    let request = UpdateSettingsRequest(
      settings: settings,
      updateMask: FieldMask(paths: names),
      expectedRevision: expectedRevision
    )
    return try await updateSettings(request)
  }
}

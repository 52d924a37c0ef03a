extension SettingsAPI {
  /// All current settings.
  public func get() async throws(RPCError) -> Settings {
    try await get(GetSettingsRequest())
  }

  /// Each setting's description, allowed values and default.
  public func describe() async throws(RPCError) -> DescribeSettingsResponse {
    try await describe(DescribeSettingsRequest())
  }

  /// Changes the named settings, all or none.
  ///
  /// - Parameters:
  ///   - settings: the new values of the named fields.
  ///   - names: the fields to write, by their names in the contract, such as `invitation_lifetime`.
  ///   - expectedRevision: the settings' revision as read; if it has changed since, the call fails. 0 does
  ///     not check.
  /// - Returns: all settings.
  public func update(
    _ settings: Settings,
    writing names: [String],
    expectedRevision: Int64 = 0
  ) async throws(RPCError) -> Settings {
    let request = UpdateSettingsRequest(
      settings: settings,
      updateMask: FieldMask(paths: names),
      expectedRevision: expectedRevision
    )
    return try await update(request)
  }
}

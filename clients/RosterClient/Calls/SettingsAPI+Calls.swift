extension SettingsAPI {
  /// All settings as they are now.
  public func get() async throws(RPCError) -> Settings {
    try await get(GetSettingsRequest())
  }

  /// What each setting means and accepts, and its default.
  public func describe() async throws(RPCError) -> DescribeSettingsResponse {
    try await describe(DescribeSettingsRequest())
  }

  /// Changes the named settings, all or none.
  ///
  /// - Parameters:
  ///   - settings: the new values, in the fields that are named.
  ///   - names: which to write, as the contract names them, such as `invitation_lifetime`.
  ///   - expectedRevision: the settings' revision as it was read; another one now refuses the change. 0
  ///     changes whatever is there.
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

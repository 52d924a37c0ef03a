import RPC
import Roster
import RosterProto

extension TestService {
  var settings: SettingsServiceClient { settings(as: rootToken) }

  func settings(as token: String?) -> SettingsServiceClient {
    SettingsServiceClient(channel: channel, options: Self.options(token))
  }

  /// Writes the named settings.
  @discardableResult
  func updateSettings(
    _ paths: String...,
    expectedRevision: Int64 = 0,
    _ change: (inout Settings) -> Void = { _ in }
  ) async throws -> Settings {
    var settings = Settings()
    change(&settings)
    return try await self.settings.updateSettings(
      UpdateSettingsRequest(
        settings: settings,
        updateMask: FieldMask(paths: paths),
        expectedRevision: expectedRevision
      )
    )
  }

  /// The events of a kind, the latest first.
  func latestEvents(_ kind: String) async throws -> [Event] {
    let client = EventServiceClient(channel: channel, options: Self.options(rootToken))
    let request = ListEventsRequest(filter: EventFilter(kind: kind), orderBy: "id desc")
    return try await client.listEvents(request).events
  }
}

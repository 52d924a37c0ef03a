import RPC
import Roster
import RosterProto
import TestSupport
import Testing

@Suite("Updating settings")
struct UpdateSettingsTests {
  private let test = try! TestService(keepsInstallationEvents: true)

  private func get(_ test: TestService) async throws -> Settings {
    try await test.settings.getSettings(GetSettingsRequest())
  }

  @Test(
    "accepts each setting's bounds, at once and after a restart",
    arguments: SettingChange.accepted
  )
  func accepted(_ change: SettingChange) async throws {
    let directory = TemporaryDirectory()
    let settings = try await make(change, TestService(in: directory, keepsInstallationEvents: true))
    #expect(try await get(TestService(in: directory)) == settings)
  }

  private func make(_ change: SettingChange, _ test: TestService) async throws -> Settings {
    let before = try await get(test)
    var expected = before
    change.make(&expected)
    // The installation has 7 events.
    expected.revision = 8
    expected.updateTime = Timestamp(test.clock.now)
    let updated = try await test.updateSettings(change.name, expectedRevision: 1) { change.make(&$0) }
    #expect(updated == expected)
    #expect(try await get(test) == expected)
    #expect(test.service.settings.current == expected)

    let event = try #require(try await test.latestEvents("settings.updated").first)
    #expect(event.changes.map(\.field) == [change.name])
    #expect(event.target == EventTarget(kind: .settings))
    return expected
  }

  @Test(
    "refuses values out of bounds, names the field, and changes nothing",
    arguments: SettingChange.refused
  )
  func refused(_ change: SettingChange) async throws {
    await expectRefusal(.invalidField, field: "settings.\(change.name)") {
      // The other one is valid, and comes before all others.
      try await test.updateSettings("disable_client_user_management", change.name) {
        $0.disableClientUserManagement = true
        change.make(&$0)
      }
    }
    #expect(try await get(test).revision == 1)
    #expect(try await !get(test).disableClientUserManagement)
    #expect(try await test.latestEvents("settings.updated").isEmpty)
  }

  @Test(
    "refuses a question with its index",
    arguments: ["", "  ", "a\u{7}b", String(repeating: "q", count: 255)]
  )
  func question(_ question: String) async {
    await expectRefusal(.invalidField, field: "settings.security_questions[1]") {
      try await test.updateSettings("security_questions") { $0.securityQuestions = ["One?", question] }
    }
  }

  @Test(
    "refuses an origin of passkeys with its index",
    arguments: ["", "https://a/", "a.example", "ftp://a", "https://a?b", "https://u@a"]
  )
  func origin(_ origin: String) async {
    await expectRefusal(.invalidField, field: "settings.passkey_origins[1]") {
      try await test.updateSettings("passkey_origins") { $0.passkeyOrigins = ["https://b", origin] }
    }
  }

  @Test("keeps a session's idle lifetime within its lifetime, whichever of the two changes")
  func sessions() async throws {
    func hours(_ count: Int64) -> ProtoDuration { ProtoDuration(seconds: count * 3_600) }
    await expectRefusal(.invalidField, field: "settings.session_lifetime") {
      try await test.updateSettings("session_lifetime") { $0.sessionLifetime = hours(23) }
    }
    await expectRefusal(.invalidField, field: "settings.session_idle_lifetime") {
      try await test.updateSettings("session_idle_lifetime") { $0.sessionIdleLifetime = hours(721) }
    }
    try await test.updateSettings("session_lifetime", "session_idle_lifetime") {
      $0.sessionLifetime = hours(2)
      $0.sessionIdleLifetime = hours(2)
    }
    await expectRefusal(.invalidField, field: "settings.session_idle_lifetime") {
      // Reset to its default, which no longer fits.
      try await test.updateSettings("session_idle_lifetime")
    }
  }

  @Test("resets a duration or a text that is named and empty to its default, and nothing else")
  func empty() async throws {
    let defaults = try await get(test)
    for change in SettingChange.accepted { try await test.updateSettings(change.name) { change.make(&$0) } }
    for name in [
      "invitation_lifetime", "password_reset_lifetime", "session_lifetime", "session_idle_lifetime",
      "verification_lifetime", "product_name", "default_language", "invitation_link", "password_reset_link",
      "email_verification_link", "disable_client_user_management", "two_factor_required",
      "trusted_device_lifetime", "impersonation_lifetime", "passkey_relying_party_id", "passkey_origins",
    ] { try await test.updateSettings(name) }
    var settings = try await test.updateSettings("sign_in_link", "security_questions")
    #expect(settings.signInLink == "")
    #expect(settings.securityQuestions == [])
    await expectRefusal(.invalidField, field: "settings.max_pending_invitations") {
      try await test.updateSettings("max_pending_invitations")
    }
    settings = try await test.updateSettings(
      "sign_in_link",
      "security_questions",
      "max_pending_invitations",
      "invitations_per_account_per_hour",
      "invitations_per_address_per_day",
      "link_mails_per_address_per_hour",
      "new_device_mail",
      "impersonation_mail"
    ) { $0 = defaults }
    settings.revision = defaults.revision
    settings.updateTime = nil
    #expect(settings == defaults)
    #expect(
      try test.integer("SELECT count(*) FROM settings WHERE value IS NOT NULL") == 0,
      "no default is kept"
    )
    #expect(try test.integer("SELECT count(*) FROM settings") == 24)
  }

  @Test("without a mask, writes the settings that are not empty")
  func noMask() async throws {
    let before = try await test.settings.getSettings(GetSettingsRequest())
    let change = Settings(
      disableClientUserManagement: true,
      invitationLifetime: ProtoDuration(seconds: 60),
      maxPendingInvitations: 7,
      securityQuestions: ["Why?"],
      productName: "Acme"
    )
    var after = try await test.settings.updateSettings(UpdateSettingsRequest(settings: change))
    var expected = before
    expected.disableClientUserManagement = true
    expected.invitationLifetime = ProtoDuration(seconds: 60)
    expected.maxPendingInvitations = 7
    expected.securityQuestions = ["Why?"]
    expected.productName = "Acme"
    (after.updateTime, after.revision) = (before.updateTime, before.revision)
    #expect(after == expected)
    let nothing = try await test.settings.updateSettings(UpdateSettingsRequest(settings: Settings()))
    #expect(nothing.productName == "Acme" && nothing.disableClientUserManagement)
  }

  @Test("refuses a mask without a path, or with another path than a setting's")
  func mask() async throws {
    for paths in [
      [], [""], ["revision"], ["update_time"], ["productName"], ["settings.product_name"],
      ["*", "product_name"],
    ] {
      await expectRefusal(.invalidField, field: "update_mask") {
        try await test.settings.updateSettings(
          UpdateSettingsRequest(settings: Settings(productName: "Acme"), updateMask: FieldMask(paths: paths))
        )
      }
    }
    await expectRefusal(.invalidField, field: "settings") {
      try await test.settings.updateSettings(UpdateSettingsRequest(updateMask: FieldMask(paths: ["*"])))
    }
  }

  @Test("writes all with *, and otherwise only the named ones")
  func all() async throws {
    var wanted = try await get(test)
    wanted.productName = "Acme"
    wanted.maxPendingInvitations = 7
    let one = try await test.updateSettings("product_name", "product_name") { $0 = wanted }
    #expect(one.productName == "Acme")
    #expect(one.maxPendingInvitations == 100)
    let all = try await test.updateSettings("*") { $0 = wanted }
    #expect(all.maxPendingInvitations == 7)
    #expect(all.revision == one.revision + 1)
  }

  @Test("counts only a difference as a change")
  func unchanged() async throws {
    let settings = try await get(test)
    #expect(try await test.updateSettings("*") { $0 = settings } == settings)
    #expect(try await test.updateSettings("product_name", "session_lifetime") == settings)
    #expect(try await test.latestEvents("settings.updated").isEmpty)
  }

  @Test("records one event for each change, with the values in the order of the fields")
  func event() async throws {
    try await test.updateSettings(
      "security_questions",
      "invitation_lifetime",
      "disable_client_user_management"
    ) {
      $0.disableClientUserManagement = true
      $0.invitationLifetime = ProtoDuration(seconds: 3_600)
      $0.securityQuestions = ["One?", "Two?"]
    }
    let events = try await test.latestEvents("settings.updated")
    let changes = try #require(events.first).changes
    #expect(events.count == 1)
    #expect(
      changes.map(\.field) == ["disable_client_user_management", "invitation_lifetime", "security_questions"]
    )
    #expect(changes.prefix(2).map(\.before) == ["false", "604800s"])
    #expect(changes.map(\.after) == ["true", "3600s", "One?, Two?"])
  }

  @Test("refuses a change at an outdated revision")
  func revision() async throws {
    try await test.updateSettings("product_name", expectedRevision: 1) { $0.productName = "Acme" }
    await expectRevisionMismatch(expected: 1, current: 8) {
      try await test.updateSettings("product_name", expectedRevision: 1) { $0.productName = "Roster" }
    }
    await expectRefusal(.invalidField, field: "expected_revision") {
      try await test.updateSettings("product_name", expectedRevision: -1) { $0.productName = "Roster" }
    }
    #expect(try await get(test).productName == "Acme")
  }

  @Test("loses none of many concurrent changes")
  func concurrent() async throws {
    try await withThrowingTaskGroup { group in
      for count in 1...50 {
        group.addTask { [test] in
          _ = try await test.updateSettings("max_pending_invitations") {
            $0.maxPendingInvitations = Int32(count)
          }
        }
      }
      try await group.waitForAll()
    }
    let settings = try await get(test)
    #expect(settings.revision == 7 + 50)
    let last = try #require(try await test.latestEvents("settings.updated").first).changes[0].after
    #expect(last == "\(settings.maxPendingInvitations)")
  }

  @Test("changes nothing if the change cannot be committed")
  func notCommitted() async throws {
    try test.execute("CREATE TRIGGER broken BEFORE INSERT ON events BEGIN SELECT RAISE(ABORT, 'broken'); END")
    await #expect(throws: RPCError.self) {
      try await test.updateSettings("product_name") { $0.productName = "Acme" }
    }
    #expect(try await get(test).productName == "Roster")
    #expect(try test.integer("SELECT count(*) FROM settings") == 0)
  }
}

import Foundation
import RPC
import Roster
import RosterProto
import TestSupport
import Testing

@Suite("Settings")
struct SettingsTests {
  private let test = try! TestService()

  /// The fields of the contract's message up to number 99, in their order.
  private func contractFields() throws -> [String] {
    let file = URL(
      fileURLWithPath: "../../../proto/roster/v1/settings.proto",
      relativeTo: URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    )
    let lines = try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n")
    return lines.prefix { $0 != "}" }.compactMap { line in
      line.wholeMatch(of: #/  (?:repeated )?[\w.]+ (\w+) = \d\d?(?: \[.*\])?;/#).map { String($0.1) }
    }
  }

  @Test("have the contract's defaults until they are changed, with every field set")
  func defaults() async throws {
    func hours(_ count: Int64) -> ProtoDuration { ProtoDuration(seconds: count * 3_600) }
    let settings = try await test.settings.getSettings(GetSettingsRequest())
    #expect(
      settings
        == Settings(
          disableClientUserManagement: false,
          invitationLifetime: hours(7 * 24),
          maxPendingInvitations: 100,
          invitationsPerAccountPerHour: 60,
          invitationsPerAddressPerDay: 10,
          passwordResetLifetime: hours(1),
          sessionLifetime: hours(30 * 24),
          sessionIdleLifetime: hours(24),
          verificationLifetime: hours(14 * 24),
          productName: "Roster",
          defaultLanguage: "en",
          invitationLink: "https://example.com/invitation?token={token}",
          passwordResetLink: "https://example.com/password-reset?token={token}",
          emailVerificationLink: "https://example.com/verify-email?token={token}",
          signInLink: "https://example.com/",
          trustedDeviceLifetime: hours(0),
          newDeviceMail: true,
          impersonationLifetime: hours(1),
          impersonationMail: true,
          linkMailsPerAddressPerHour: 5,
          revision: 1
        )
    )
  }

  @Test("are described one by one, in the contract's order, with their defaults")
  func describe() async throws {
    let defaults = try await test.settings.getSettings(GetSettingsRequest())
    try await test.updateSettings("product_name") { $0.productName = "Acme" }
    let response = try await test.settings.describeSettings(DescribeSettingsRequest())
    #expect(response.settings.map(\.name) == (try contractFields()))
    #expect(response.settings.count == 24)
    #expect(response.settings.allSatisfy { !$0.bounds.isEmpty && $0.description.hasSuffix(".") })
    #expect(response.defaults == defaults)
  }

  @Test("can each be changed")
  func complete() throws {
    let flags = [
      "disable_client_user_management", "two_factor_required", "new_device_mail", "impersonation_mail",
    ]
    #expect(Set(SettingChange.accepted.map(\.name)) == Set(try contractFields()))
    #expect(
      Set(SettingChange.refused.map(\.name) + flags) == Set(try contractFields())
    )
  }

  @Test("an unknown setting of another release is ignored")
  func unknown() async throws {
    let directory = TemporaryDirectory()
    do { try TestService(in: directory).execute("INSERT INTO settings VALUES ('no_more', 'x', 0, 5)") }
    let settings = try await TestService(in: directory).settings.getSettings(GetSettingsRequest())
    #expect(settings.revision == 5)
    #expect(settings.productName == "Roster")
  }

  @Test(
    "an invalid stored value prevents the start, with the setting's name",
    arguments: [
      ("disable_client_user_management", "yes"), ("max_pending_invitations", "many"),
      ("session_lifetime", "30d"),
    ]
  )
  func unreadable(_ name: String, _ value: String) throws {
    let directory = TemporaryDirectory()
    do { try TestService(in: directory).execute("INSERT INTO settings VALUES ('\(name)', '\(value)', 0, 2)") }
    let error = #expect(throws: (any Error).self) { try TestService(in: directory) }
    #expect(error.map { "\($0)" }?.contains(name) == true)
  }
}

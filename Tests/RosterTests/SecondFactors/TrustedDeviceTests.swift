import RPC
import Roster
import RosterProto
import Testing

@Suite("Devices that a user trusts")
struct TrustedDeviceTests {
  private let test = try! TestService()

  private func trust(lifetime: Int64 = 86_400) async throws -> (user: User, device: String, session: String) {
    try await test.updateSettings("trusted_device_lifetime") {
      $0.trustedDeviceLifetime = ProtoDuration(seconds: lifetime)
    }
    let ada = try await test.makeUser("Ada", password: TestService.password)
    let (app, _) = try await test.enableTwoFactor(try await test.signIn().sessionToken)
    let started = try await test.signIn()
    let completed = try await test.complete(started, code: test.nextCode(of: app), trustDevice: true)
    return (ada, completed.trustedDeviceToken, completed.sessionToken)
  }

  @Test("a sign-in from a trusted device needs no second factor, until the trust expires")
  func trusted() async throws {
    let (_, device, _) = try await trust()
    let response = try await test.signIn(trusted: device)
    #expect(response.session?.stage == .complete)
    #expect(response.session?.methods == [.password, .trustedDevice])
    await expectRefusal(.signInRefused) { try await test.signIn("ada@example.com", "wrong", trusted: device) }
    #expect(try await test.signIn().session?.stage == .secondFactor)
    test.clock.advance(seconds: 86_400)
    #expect(try await test.signIn(trusted: device).session?.stage == .secondFactor)
  }

  @Test("no device is trusted while the lifetime is 0")
  func disabled() async throws {
    let (_, device, _) = try await trust(lifetime: 0)
    #expect(device == "")
    #expect(try test.integer("SELECT count(*) FROM trusted_devices") == 0)
  }

  @Test("the device of one user is none of another")
  func others() async throws {
    let (_, device, _) = try await trust()
    _ = try await test.makeUser("Bob", password: TestService.password)
    let token = try await test.signIn("bob@example.com").sessionToken
    _ = try await test.enableTwoFactor(token)
    #expect(try await test.signIn("bob@example.com", trusted: device).session?.stage == .secondFactor)
  }

  /// What has the devices of a user forgotten.
  enum Forgetting: CaseIterable { case passwordChange, reset, revokeAll }

  @Test("a new password or the end of all sessions has the devices forgotten", arguments: Forgetting.allCases)
  func forgotten(_ forgetting: Forgetting) async throws {
    let (ada, device, session) = try await trust()
    let password = forgetting == .revokeAll ? TestService.password : "entirely other words"
    switch forgetting {
    case .passwordChange:
      _ = try await test.credentials(as: session).changePassword(
        ChangePasswordRequest(currentPassword: TestService.password, newPassword: password)
      )
    case .reset:
      _ = try await test.users.sendPasswordReset(SendPasswordResetRequest(userID: ada.id))
      _ = try await test.credentials().completePasswordReset(
        CompletePasswordResetRequest(token: try test.lastLinkToken(), newPassword: password)
      )
    case .revokeAll:
      _ = try await test.signIns(as: session).revokeAllSessions(RevokeAllSessionsRequest(userID: ada.id))
    }
    let response = try await test.signIn("ada@example.com", password, trusted: device)
    #expect(response.session?.stage == .secondFactor)
  }
}

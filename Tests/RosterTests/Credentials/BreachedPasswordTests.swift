import Credentials
import Crypto
import Foundation
import RPC
import Roster
import RosterProto
import TestSupport
import Testing

@Suite("Passwords that are known from a breach")
struct BreachedPasswordTests {
  private let test: TestService

  init() throws {
    let directory = TemporaryDirectory()
    let digits = Insecure.SHA1.hash(data: Array(TestService.password.utf8)).map { byte in
      let digits = String(byte, radix: 16, uppercase: true)
      return digits.utf8.count == 1 ? "0" + digits : digits
    }
    let path = "\(directory.path)/breached"
    try Data("\(digits.joined()):7\n".utf8).write(to: URL(filePath: path))
    let breached = try BreachedPasswords(path: path)
    test = try TestService(in: directory) {
      $0.passwords = Passwords(
        parameters: Argon2Parameters(memoryKiB: 8, passes: 1, lanes: 1)!,
        breached: breached
      )
    }
  }

  @Test("a sign-in with one opens a session that has to change the password, now and the next time")
  func signIn() async throws {
    _ = try await test.makeUser("Ada", password: TestService.password)
    for _ in 0..<2 { #expect(try await test.signIn().session?.stage == .passwordChange) }
    let user = test.credentials(as: try await test.signIn().sessionToken)
    func change(_ new: String) async throws -> Session {
      try await user.changePassword(
        ChangePasswordRequest(currentPassword: TestService.password, newPassword: new)
      )
    }
    await expectRefusal(.passwordRefused, field: "new_password", ["rule": "breached"]) {
      try await change(TestService.password)
    }
    #expect(try await change("entirely other words").stage == .complete)
    #expect(try await test.signIn("ada@example.com", "entirely other words").session?.stage == .complete)
  }

  @Test("a user who has another password is refused, and has nothing to change")
  func wrong() async throws {
    _ = try await test.makeUser("Ada", password: "entirely other words")
    await expectRefusal(.signInRefused) { try await test.signIn() }
    #expect(try await test.signIn("ada@example.com", "entirely other words").session?.stage == .complete)
  }
}

import FoundationEssentials
import RosterClient
import ScriptedServer
import Synchronization
import Testing

@testable import rosterctl

@Suite("rosterctl two-factor and password")
struct TwoFactorTests {
  /// Counts the proofs: the first call of each change is refused until there is one.
  private final class Proofs: Sendable {
    let count = Mutex(0)
    var isNone: Bool { count.withLock { $0 == 0 } }
  }

  private static func server(hasApp: Bool = false) -> ScriptedServer {
    let proofs = Proofs()
    @Sendable func requireProof() throws {
      guard !proofs.isNone else {
        throw RPCError.refusal(.failedPrecondition, "REAUTHENTICATION_REQUIRED", "Call Reauthenticate.")
      }
    }
    return ScriptedServer { server in
      server.on(SystemServiceMethods.getCaller) { (_: GetCallerRequest) in
        GetCallerResponse(caller: ProtoActor(kind: .user, id: 5))
      }
      server.on(UserServiceMethods.getUser) { (request: GetUserRequest) in
        guard request.selector == .userID(5) else { throw RPCError(.internal, "another user") }
        return User(id: 5, twoFactorEnabled: hasApp)
      }
      server.on(CredentialServiceMethods.reauthenticate) { (request: ReauthenticateRequest, metadata) in
        guard request.password == "secret", request.code == (hasApp ? "123456" : ""),
          metadata["request-id"] != "given"
        else {
          throw RPCError.refusal(.unauthenticated, "REAUTHENTICATION_REFUSED", "The password is wrong.")
        }
        proofs.count.withLock { $0 += 1 }
        return Session(id: 7)
      }
      server.on(CredentialServiceMethods.enrolTwoFactor) { (_: EnrolTwoFactorRequest) in
        try requireProof()
        return EnrolTwoFactorResponse(totpSecret: "JBSWY3DP", otpauthUri: "otpauth://totp/Roster:ada")
      }
      server.on(CredentialServiceMethods.confirmTwoFactor) { (request: ConfirmTwoFactorRequest) in
        RecoveryCodes(codes: request.code == "123456" ? "AAAA-BBBB\nCCCC-DDDD" : "")
      }
      server.on(CredentialServiceMethods.regenerateRecoveryCodes) { (_: RegenerateRecoveryCodesRequest) in
        try requireProof()
        return RecoveryCodes(codes: "EEEE-FFFF")
      }
      server.on(CredentialServiceMethods.disableOwnTwoFactor) { (_: DisableOwnTwoFactorRequest) in
        try requireProof()
        return User(id: 5)
      }
      server.on(CredentialServiceMethods.changePassword) { (request: ChangePasswordRequest) in
        guard request.currentPassword == " old ", request.newPassword == "new one" else {
          throw RPCError.refusal(.unauthenticated, "REAUTHENTICATION_REFUSED", "The password is wrong.")
        }
        return Session(id: 7, stage: .complete)
      }
      server.on(CredentialServiceMethods.completePasswordReset) { (request: CompletePasswordResetRequest) in
        CompletePasswordResetResponse(revision: request.token.hasPrefix("rl_") ? 11 : 0)
      }
    }
  }

  private func shell(_ server: ScriptedServer, typing lines: String...) -> Shell {
    var shell = Shell(server)
    shell.isTerminal = true
    shell.environment["NO_COLOR"] = "1"
    shell.typed = lines.joined(separator: "\n")
    return shell
  }

  @Test("enrol asks for the password only when the server does, then shows the secret")
  func enrol() async {
    let server = Self.server()
    let run = await shell(server, typing: "secret")("two-factor", "enrol", "--request-id", "given")
    #expect(run.status == .done, "\(run.error)")
    #expect(run.output == "SECRET  JBSWY3DP\nURI     otpauth://totp/Roster:ada\n")
    #expect(run.error.hasPrefix("Your password: \n"))
    #expect(
      server.log == ["EnrolTwoFactor", "GetCaller", "GetUser", "Reauthenticate", "EnrolTwoFactor"]
    )
    let again = await shell(server)("two-factor", "enrol", "-o", "json")
    #expect(again.output.contains("\"totp_secret\": \"JBSWY3DP\""))
  }

  @Test("confirm shows each recovery code, and says that it is the only time")
  func confirm() async {
    let run = await shell(Self.server(), typing: "123456")("two-factor", "confirm")
    #expect(run.output == "RECOVERY CODE\nAAAA-BBBB\nCCCC-DDDD\n")
    #expect(run.error.contains("they are not shown again"))
    let none = await shell(Self.server(), typing: "654321")("two-factor", "confirm")
    #expect(none.status == .refused)
  }

  @Test("a user with an app proves both factors", arguments: ["disable", "recovery-codes"])
  func both(verb: String) async {
    let server = Self.server(hasApp: true)
    #expect(await Shell(server)("two-factor", verb).status == .usage)
    #expect(server.log.isEmpty)
    let run = await shell(server, typing: "secret", "123456")("two-factor", verb, "--yes")
    #expect(run.status == .done, "\(run.error)")
    #expect(run.error.contains("Code of your second factor: "))
  }

  @Test("change sends passwords with their blanks, and the new one only if it was typed twice alike")
  func change() async {
    let server = Self.server()
    let differ = await shell(server, typing: " old ", "new one", "new own")("password", "change")
    #expect(differ.status == .usage)
    #expect(differ.error.contains("the two passwords differ"))
    #expect(server.log.isEmpty)
    let run = await shell(server, typing: " old ", "new one", "new one")("password", "change")
    #expect(run.output == "Changed the password.\n", "\(run.error)")
    #expect(await Shell(server)("password", "change").error.contains("pass --current-password-file FILE"))
  }

  @Test("reset takes the token from the link of a mail")
  func reset() async throws {
    let home = TemporaryHome()
    let mail = home.path + "/mail.eml"
    let link = "https://example.com/password-reset?token=rl_" + String(repeating: "a", count: 43)
    try "Subject: Your password\n\n\(link)\n".write(toFile: mail, atomically: true, encoding: .utf8)
    let run = await shell(Self.server(), typing: "new one", "new one")(
      "password",
      "reset",
      "--link-file",
      mail
    )
    #expect(run.output == "Set the password.\n", "\(run.error)")
    let json = await shell(Self.server(), typing: "new one", "new one")(
      "password",
      "reset",
      "--link-file",
      mail,
      "-o",
      "json"
    )
    #expect(json.output.contains("\"revision\": 11"))
  }
}

import FoundationEssentials
import RosterClient
import ScriptedServer
import Testing

@testable import rosterctl

@Suite("rosterctl sign-in and sign-out")
struct SignInTests {
  private let home = TemporaryHome()

  /// A site's server: Ada has no second factor, Bob an app, Carol only a passkey, Dan must enrol.
  private let server = ScriptedServer { server in
    server.on(SessionServiceMethods.signIn) { (request: SignInRequest, metadata) in
      guard metadata["authorization"] == "Bearer rk_test", request.password == "correct horse" else {
        throw RPCError.refusal(.unauthenticated, "SIGN_IN_REFUSED", "The sign-in was refused.")
      }
      var reply = SignInResponse(
        session: Session(id: 7, userID: 1, stage: .complete, methods: [.password]),
        sessionToken: "rs_one",
        user: User(id: 1, email: request.email)
      )
      switch request.email.prefix(while: { $0 != "@" }) {
      case "bob":
        reply.session?.stage = .secondFactor
        reply.secondFactors = [.totp, .recoveryCode]
      case "carol":
        reply.session?.stage = .secondFactor
        reply.secondFactors = [.passkey]
      case "dan": reply.session?.stage = .enrolment
      case "repeated": reply.sessionToken = ""
      default: break
      }
      return reply
    }
    server.on(SessionServiceMethods.completeSecondFactor) {
      (request: CompleteSecondFactorRequest, metadata) in
      guard request.sessionToken == "rs_one", request.code == "ABCD", metadata["request-id"] != "given" else {
        throw RPCError.refusal(.unauthenticated, "SECOND_FACTOR_REFUSED", "The second factor was refused.")
      }
      return SignInResponse(
        session: Session(id: 7, userID: 2, stage: .complete, methods: [.password, .recoveryCode]),
        sessionToken: "rs_two",
        recoveryCodesLeft: 9,
        user: User(id: 2, email: "bob@example.com")
      )
    }
    server.on(SessionServiceMethods.signOut) { (_: SignOutRequest, metadata) in
      guard metadata["authorization"] == "Bearer rs_two" else {
        throw RPCError.refusal(.unauthenticated, "SESSION_INVALID", "No session has this token.")
      }
      return SignOutResponse(revision: 3)
    }
    server.on(SystemServiceMethods.getCaller) { (_: GetCallerRequest, metadata) in
      GetCallerResponse(caller: ProtoActor(name: metadata["authorization"] ?? ""))
    }
  }

  /// A shell whose key is that of the context `site`.
  private func shell(typing lines: String...) async -> Shell {
    var shell = Shell(server)
    let key = shell.environment["ROSTER_TOKEN_FILE"]!
    shell.environment = ["XDG_CONFIG_HOME": home.path]
    _ = await shell("context", "set", "site", "--server", "127.0.0.1:7466", "--token-file", key)
    shell.isTerminal = !lines.isEmpty
    shell.typed = lines.joined(separator: "\n")
    return shell
  }

  @Test("the session is a context of its own, in use until sign-out returns to the one before")
  func thereAndBack() async {
    let shell = await shell(typing: "correct horse", "ABCD")
    let signed = await shell("sign-in", "bob@example.com", "--no-color")
    #expect(signed.status == .done, "\(signed.error)")
    #expect(signed.output == "Signed in as bob@example.com, in context bob@example.com.\n")
    #expect(signed.error.contains("Password of bob@example.com: \n"))
    #expect(signed.error.contains("9 recovery codes are left"))
    #expect(!signed.error.contains("correct horse"))
    let who = await shell("whoami", "-o", "json")
    #expect(who.output.contains("Bearer rs_two"))
    let out = await shell("sign-out")
    #expect(out.output == "Signed out.\n")
    #expect(await shell("context", "list", "-o", "json").output.contains("\"name\": \"site\""))
    #expect(await !shell("context", "list", "-o", "json").output.contains("bob@example.com"))
    #expect(await shell("whoami", "-o", "json").output.contains("Bearer rk_test"))
    #expect(home.tokens.isEmpty)
  }

  @Test("the token is in a file that only its owner can read")
  func mode() async throws {
    let shell = await shell(typing: "correct horse")
    #expect(await shell("sign-in", "ada@example.com", "--save-as", "ada").status == .done)
    let path = try #require(home.tokens.first)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "rs_one\n")
    #expect(try home.mode(of: path) == 0o600)
    #expect(await shell("context", "current", "-o", "json").output.contains("\"name\": \"ada\""))
  }

  @Test("a refused sign-in leaves no file and no context")
  func refused() async {
    let shell = await shell(typing: "wrong")
    let run = await shell("sign-in", "ada@example.com")
    #expect(run.status == .refused)
    #expect(
      run.error.contains("cannot sign in as ada@example.com: The sign-in was refused (SIGN_IN_REFUSED)")
    )
    #expect(home.tokens.isEmpty)
    #expect(await shell("context", "current", "-o", "json").output.contains("\"name\": \"site\""))
  }

  @Test(
    "what the session needs next is said",
    arguments: [
      ("dan@example.com", true, "two-factor enrol"),
      ("carol@example.com", false, "is a passkey, which needs a browser"),
      ("repeated@example.com", false, "sign in anew"),
    ]
  )
  func next(email: String, isDone: Bool, words: String) async {
    let run = await shell(typing: "correct horse")("sign-in", email)
    #expect(run.status == (isDone ? .done : .refused))
    #expect(run.error.contains(words), "\(run.error)")
  }

  @Test("a password is read from a file, whole, and never from the command line")
  func file() async throws {
    let file = home.path + "/password"
    try "correct horse\n".write(toFile: file, atomically: true, encoding: .utf8)
    let shell = await shell()
    #expect(await shell("sign-in", "ada@example.com").error.contains("pass --password-file FILE"))
    #expect(server.log.isEmpty)
    #expect(await shell("sign-in", "ada@example.com", "--password", "x").status == .usage)
    #expect(await shell("sign-in", "ada@example.com", "--password-file", file).status == .done)
  }

  @Test("the second call of a sign-in does not use the request id of the first")
  func requestID() async {
    let shell = await shell(typing: "correct horse", "ABCD")
    #expect(await shell("sign-in", "bob@example.com", "--request-id", "given").status == .done)
  }

  @Test("a context that exists is not replaced")
  func taken() async {
    let shell = await shell(typing: "correct horse")
    let run = await shell("sign-in", "ada@example.com", "--save-as", "site")
    #expect(run.status == .usage)
    #expect(run.error.contains("there is a context 'site' already"))
    #expect(server.log.isEmpty)
  }

  @Test("sign-out forgets a session that has ended already, and refuses an API key")
  func ended() async {
    let shell = await shell(typing: "correct horse")
    #expect(await shell("sign-out").error.contains("is an API key, not a session's"))
    _ = await shell("sign-in", "ada@example.com")
    let out = await shell("sign-out")
    #expect(out.status == .done)
    #expect(out.error.contains("the session had ended already"))
    #expect(home.tokens.isEmpty)
  }

  @Test("a token file of the environment is used first, and sign-in says so")
  func environment() async {
    var shell = await shell(typing: "correct horse")
    let other = Shell(server)
    shell.environment["ROSTER_TOKEN_FILE"] = other.environment["ROSTER_TOKEN_FILE"]
    let run = await shell("sign-in", "ada@example.com")
    #expect(run.error.contains("ROSTER_TOKEN_FILE is set and is used first: pass --context ada@example.com"))
  }
}

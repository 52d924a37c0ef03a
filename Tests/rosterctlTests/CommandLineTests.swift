import RosterClient
import ScriptedServer
import Testing

@testable import rosterctl

@Suite("The command line")
struct CommandLineTests {
  private let server = ScriptedServer { server in
    server.on(HealthMethods.check) { (request: HealthCheckRequest, metadata) in
      guard metadata["authorization"] == nil else { throw RPCError(.internal, "A token was shown.") }
      return HealthCheckResponse(status: request.service.isEmpty ? .serving : .notServing)
    }
    server.on(SystemServiceMethods.getCaller) { (_: GetCallerRequest) in
      GetCallerResponse(
        caller: ProtoActor(kind: .service, id: 3, name: "billing"),
        role: "service",
        grants: ["access.check", "accounts.read"]
      )
    }
    server.on(SystemServiceMethods.getServerInfo) { (_: GetServerInfoRequest, metadata) in
      ServerInfo(
        name: metadata["authorization"] ?? "",
        version: "0.1.0",
        limits: ServerLimits(frameBytes: 4_194_304)
      )
    }
    server.on(AccessServiceMethods.checkPermission) { (request: CheckPermissionRequest) in
      request.permission == .tickets
        ? CheckPermissionResponse(allowed: true, reason: .granted)
        : CheckPermissionResponse(allowed: false, reason: .notGranted)
    }
    server.on(AccessServiceMethods.listPermissions) { (request: ListPermissionsRequest) in
      request.userID == 1
        ? ListPermissionsResponse(permissions: [.invoices, .tickets], reason: .granted)
        : ListPermissionsResponse(reason: .notAMember)
    }
    server.on(AccountServiceMethods.getAccount) { (_: GetAccountRequest) -> Account in
      let info = ErrorInfo(reason: "CANNOT_CONNECT", domain: "ttrpc")
      throw RPCError(.unavailable, "Cannot connect to x:1: refused.", details: [.errorInfo(info)])
    }
    server.on(AccountServiceMethods.closeAccount) { (_: CloseAccountRequest) -> Account in
      throw RPCError.refusal(.unavailable, "SHUTTING_DOWN", "The server is stopping.")
    }
    server.on(AccountServiceMethods.reopenAccount) { (_: ReopenAccountRequest) -> Account in
      throw RPCError.refusal(.unauthenticated, "TOKEN_INVALID", "No principal has this \u{1B}token.")
    }
  }

  @Test(
    "errors of usage are one line and exit 2",
    arguments: [
      ["users", "get"], ["users", "get", "ada"], ["users", "fetch"], ["nonsense"],
      ["users", "list", "--limit", "0"],
      ["users", "list", "--all", "--limit", "3"], ["users", "list", "-o", "xml"],
      ["users", "list", "--page-size", "1001"],
      ["check", "1", "1", "everything"], ["health", "--timeout", "0"], ["health", "--timeout", "nan"],
      ["health", "--server", "nowhere"], ["users", "list", "--never-logged-in", "--last-login-after", "-3d"],
      ["completion", "powershell"],
      ["users", "update", "1", "--language", "en", "--expected-revision", "-1"],
    ]
  )
  func usage(arguments: [String]) async {
    let run = await Shell(server).run(arguments)
    #expect(run.status == .usage)
    #expect(run.output == "")
    #expect(run.error.hasPrefix("rosterctl: "))
    #expect(run.error.hasSuffix("--help'\n"))
    #expect(run.error.split(separator: "\n").count == 1)
  }

  @Test("global options may stand before the noun and after the verb")
  func globalOptions() async {
    #expect(await Shell(server)("-o", "json", "health").output == "{\n  \"status\": \"serving\"\n}\n")
    #expect(await Shell(server)("health", "-o", "json").output == "{\n  \"status\": \"serving\"\n}\n")
  }

  @Test(
    "help is no error",
    arguments: [["--help"], ["users", "--help"], ["help", "members", "update"], ["users"]]
  )
  func help(arguments: [String]) async {
    let run = await Shell(server).run(arguments)
    #expect(run.status == .done)
    #expect(run.output.hasPrefix("OVERVIEW: "))
    #expect(run.error == "")
  }

  @Test("the version stands alone")
  func version() async {
    let run = await Shell(server)("--version")
    #expect(run.status == .done)
    #expect(run.output == "\(RosterClient.version)\n")
    #expect(run.error == "")
  }

  @Test("there is a completion script for each shell", arguments: ["bash", "zsh", "fish"])
  func completion(shell: String) async {
    let run = await Shell(server)("completion", shell)
    #expect(run.status == .done)
    #expect(run.output.contains("rosterctl"))
  }

  @Test("health tells by the exit code too, and shows no token")
  func health() async {
    let serving = await Shell(server)("health")
    #expect(serving.output == "serving\n")
    #expect(serving.status == .done)
    let stopped = await Shell(server)("health", "roster.v1.UserService")
    #expect(stopped.output == "not_serving\n")
    #expect(stopped.status == .refused)
    #expect(stopped.error == "")
  }

  @Test("info shows the limits too")
  func info() async {
    let run = await Shell(server)("info")
    #expect(run.output.hasPrefix("NAME                  Bearer rk_test\nVERSION               0.1.0\n"))
    #expect(run.output.contains("FRAME BYTES           4194304\n"))
  }

  @Test("check answers yes or no, which is no error unless asked for")
  func check() async {
    #expect(await Shell(server)("check", "1", "1", "tickets").output == "allowed: granted\n")
    let refused = await Shell(server)("check", "1", "1", "orders")
    #expect(refused.output == "refused: not granted\n")
    #expect(refused.status == .done)
    let asked = await Shell(server)("check", "1", "1", "orders", "--exit-code")
    #expect(asked.status == .no)
    #expect(asked.error == "")
  }

  @Test(
    "nouns are singular or plural, and the usual short names of verbs work",
    arguments: [
      ["user", "ls"], ["users", "list"], ["account", "ls"], ["member", "ls", "1"], ["invite", "ls"],
      ["event", "ls"], ["setting", "ls"], ["role", "ls"], ["key", "ls"], ["user", "rm", "1", "--yes"],
      ["member", "rm", "1", "2", "-y"],
    ]
  )
  func aliases(arguments: [String]) async {
    let run = await Shell(server).run(arguments)
    // Where the scripted server has no such method, it is at least asked for it.
    #expect(run.status != .usage, "\(run.error)")
  }

  @Test("whoami shows who the token speaks as")
  func whoAmI() async {
    #expect(
      await Shell(server)("whoami").output == """
        KIND    service
        ID      3
        NAME    billing
        ROLE    service
        GRANTS  access.check,accounts.read

        """
    )
  }

  @Test("-ojson is -o json")
  func joined() async {
    let separate = await Shell(server)("check", "1", "1", "tickets", "-o", "json")
    #expect(separate.output.hasPrefix("{"))
    #expect(await Shell(server)("check", "1", "1", "tickets", "-ojson").output == separate.output)
  }

  @Test(
    "a negative number is refused for what it is, and not taken for an option",
    arguments: [
      ("--page-size", "-1", "--page-size is a number from 1 to 1000"),
      ("--limit", "-5", "--limit is a number"),
      ("--timeout", "-1", "--timeout is a number of seconds above 0"),
    ]
  )
  func negative(option: String, value: String, message: String) async {
    let run = await Shell(server)("users", "list", option, value)
    #expect(run.status == .usage)
    #expect(run.error.contains(message), "\(run.error)")
  }

  @Test("check without a permission lists them")
  func checkAll() async {
    #expect(await Shell(server)("check", "1", "1").output == "allowed: invoices,tickets (granted)\n")
    #expect(
      await Shell(server)("check", "2", "1").output == "refused: the user is no member of the account\n"
    )
    let json = await Shell(server)("check", "1", "1", "-o", "json").output
    #expect(json.contains("\"permissions\": [\"invoices\", \"tickets\"]"))
  }

  @Test("without an answer from a server the exit code is 3")
  func unreachable() async {
    let run = await Shell(server)("accounts", "get", "1")
    #expect(run.status == .unreachable)
    #expect(
      run.error == "rosterctl: cannot get account 1: Cannot connect to x:1: refused; "
        + "or name another server with --server (CANNOT_CONNECT)\n"
    )
  }

  @Test("a server that refuses because it stops has answered")
  func shuttingDown() async {
    let run = await Shell(server)("accounts", "close", "1", "--yes")
    #expect(run.status == .refused)
    #expect(run.error.hasSuffix("The server is stopping (SHUTTING_DOWN)\n"))
  }

  @Test("a refused token is told with the option that names one, and what the server says is not obeyed")
  func refusedToken() async {
    let run = await Shell(server)("accounts", "reopen", "1")
    #expect(
      run.error == "rosterctl: cannot reopen account 1: No principal has this \\u{1b}token; "
        + "name the file of a valid token with --token-file (TOKEN_INVALID)\n"
    )
  }
}

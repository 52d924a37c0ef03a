import FoundationEssentials
import RosterClient
import ScriptedServer
import Testing

@testable import rosterctl

@Suite("Completion")
struct CompletionTests {
  private let server = ScriptedServer { server in
    server.on(StaffServiceMethods.listRoles) { (_: ListRolesRequest) in
      ListRolesResponse(roles: [Role(name: "owner"), Role(name: "night-shift")])
    }
    server.on(StaffServiceMethods.listPrincipals) { (_: ListPrincipalsRequest) in
      ListPrincipalsResponse(principals: [Principal(id: 1, name: "root"), Principal(id: 2, name: "Eve Moss")])
    }
  }

  /// What is offered for the last of the words, asked as the completion scripts do.
  private func offered(_ shell: Shell, _ argument: String, _ words: String...) async -> Run {
    let command = words.dropFirst().prefix { !$0.hasPrefix("-") }.prefix(2)
    let last = words.last ?? ""
    return await shell.run(
      ["---completion"] + command + ["--", argument, String(words.count - 1), String(last.count)] + words
    )
  }

  @Test(
    "after a comma, the names that are not there yet",
    arguments: [
      ("", ["a", "b", "c", "all"]), ("a", ["a", "b", "c", "all"]), ("a,", ["a,b", "a,c"]),
      ("c,A,", ["c,A,b"]), ("x,b,a", ["x,b,a", "x,b,c"]), ("a,b,c,", []),
    ]
  )
  func commas(prefix: String, offered: [String]) {
    #expect(CommaList.completions(of: prefix, ["a", "b", "c"], alone: ["all"]) == offered)
  }

  @Test("permissions and grants are completed so")
  func lists() async {
    let shell = Shell(server)
    let permissions = await offered(
      shell,
      "--add",
      "rosterctl",
      "members",
      "update",
      "1",
      "2",
      "--add",
      "tickets,ord"
    )
    #expect(permissions.status == .done)
    #expect(permissions.output.split(separator: "\n").contains("tickets,orders"))
    #expect(!permissions.output.contains("tickets,tickets"))
    let grants = await offered(
      shell,
      "--grants",
      "rosterctl",
      "roles",
      "create",
      "x",
      "--grants",
      "users.read,"
    )
    #expect(grants.output.contains("users.read,mail.manage\n"))
    #expect(!grants.output.contains("none"))
    #expect(server.log.isEmpty)
  }

  @Test("roles and principals are asked of the server")
  func names() async {
    let shell = Shell(server)
    #expect(
      await offered(shell, "positional@0", "rosterctl", "roles", "get", "").output == "owner\nnight-shift\n"
    )
    #expect(
      await offered(shell, "--role", "rosterctl", "staff", "list", "--role", "").output
        == "owner\nnight-shift\n"
    )
    #expect(
      await offered(shell, "positional@0", "rosterctl", "staff", "get", "").output == "root\nEve Moss\n"
    )
    #expect(
      await offered(shell, "--principal", "rosterctl", "keys", "list", "--principal", "").output
        == "root\nEve Moss\n"
    )
  }

  @Test("where nothing can be found out, nothing is offered and nothing is said")
  func silence() async {
    var shell = Shell(ScriptedServer { _ in })
    let refused = await offered(shell, "positional@0", "rosterctl", "roles", "get", "")
    shell.environment = [:]
    let withoutToken = await offered(shell, "positional@0", "rosterctl", "roles", "get", "")
    let contexts = await offered(shell, "--context", "rosterctl", "roles", "get", "--context", "")
    for run in [refused, withoutToken, contexts] {
      #expect(run.status == .done)
      #expect(run.output == "\n")
      #expect(run.error == "")
    }
  }

  @Test(
    "the server is the one that the words so far name, as bash splits them too",
    arguments: [
      ["--server", "one:1"], ["--server=one:1"], ["--server", "one", ":", "1"],
      ["--server", "=", "one", ":", "1"],
    ]
  )
  func server(words: [String]) async throws {
    let directory = FileManager.default.temporaryDirectory.appending(path: "rosterctl-\(UUID())")
    defer { try? FileManager.default.removeItem(at: directory) }
    var shell = Shell(server)
    shell.environment["XDG_CONFIG_HOME"] = directory.path
    #expect(await shell("context", "set", "here", "--server", "two:2").status == .done)
    // The context that is named does not exist, so that nothing is asked unless the options are found.
    let line = ["rosterctl", "roles", "get"] + words + ["--context", "gone", ""]
    let ask = ["---completion", "roles", "get", "--", "positional@0", String(line.count - 1), "0"]
    #expect(await shell.run(ask + line).output == "\n")
    let known = line.map { $0 == "gone" ? "here" : $0 }
    #expect(await shell.run(ask + known).output == "owner\nnight-shift\n")
    let contexts = ["---completion", "roles", "get", "--", "--context", "4", "0"]
    #expect(await shell.run(contexts + ["rosterctl", "roles", "get", "--context", ""]).output == "here\n")
  }
}

import ArgumentParser
import FoundationEssentials
import RosterClient
import ScriptedServer
import Testing

@testable import rosterctl

@Suite("The server and the token")
final class DestinationTests {
  private let directory = FileManager.default.temporaryDirectory.appending(path: "rosterctl-\(UUID())")
  private let shell: Shell

  init() throws {
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    var shell = Shell(ScriptedServer { _ in })
    shell.environment = ["XDG_CONFIG_HOME": directory.path]
    self.shell = shell
  }

  deinit {
    try? FileManager.default.removeItem(at: directory)
  }

  private func invocation(_ environment: [String: String] = [:]) -> Invocation {
    Invocation(
      terminal: .standard,
      environment: environment.merging(shell.environment) { own, _ in own },
      now: { Timestamp() },
      connect: { _, _, _ in fatalError("Nothing here calls a server.") },
      startPager: { _, _ in fatalError("Nothing here is long.") }
    )
  }

  private func options(_ arguments: String...) throws -> GlobalOptions {
    try GlobalOptions.parse(arguments)
  }

  private func setContexts() async {
    _ = await shell("context", "set", "first", "--server", "one:1", "--token-file", "/keys/one")
    _ = await shell("context", "set", "second", "--server", "two:2", "--token-file", "/keys/two")
  }

  @Test("are the local server and no token where nothing says otherwise")
  func defaults() throws {
    let destination = try invocation().destination(options())
    #expect(destination == Destination(server: .tcp(host: "127.0.0.1", port: 7466), tokenFile: nil))
  }

  @Test("come from an option before the environment, and from that before the current context")
  func order() async throws {
    await setContexts()
    #expect(try invocation().destination(options()).server.description == "one:1")
    let environment = ["ROSTER_SERVER": "unix:/run/r.sock", "ROSTER_TOKEN_FILE": "/keys/env"]
    let fromEnvironment = try invocation(environment).destination(options())
    #expect(fromEnvironment == Destination(server: .unix(path: "/run/r.sock"), tokenFile: "/keys/env"))
    let fromOptions = try invocation(environment).destination(
      options("--server", "x:9", "--token-file", "/k")
    )
    #expect(fromOptions == Destination(server: .tcp(host: "x", port: 9), tokenFile: "/k"))
  }

  @Test("come from a context that is named, whatever the environment says")
  func namedContext() async throws {
    await setContexts()
    let environment = ["ROSTER_SERVER": "env:3", "ROSTER_TOKEN_FILE": "/keys/env"]
    let destination = try invocation(environment).destination(options("--context", "second"))
    #expect(destination == Destination(server: .tcp(host: "two", port: 2), tokenFile: "/keys/two"))
    #expect(throws: Failure.self) { try invocation().destination(options("--context", "third")) }
  }

  @Test("a context's token is not shown to a server from elsewhere")
  func foreignServer() async throws {
    await setContexts()
    #expect(try invocation().destination(options("--server", "evil:1")).tokenFile == nil)
    #expect(try invocation(["ROSTER_SERVER": "evil:1"]).destination(options()).tokenFile == nil)
    #expect(try invocation().destination(options("--server", "one:1")).tokenFile == "/keys/one")
  }

  @Test("ROSTER_SERVER is refused where it is no address")
  func badVariable() {
    #expect(throws: Failure.usage("ROSTER_SERVER is 'x', which is neither HOST:PORT nor unix:PATH")) {
      try invocation(["ROSTER_SERVER": "x"]).destination(options())
    }
  }

  @Test("a token is the file's one word")
  func token() throws {
    let file = directory.appending(path: "key")
    let destination = Destination(server: .local, tokenFile: file.path)
    try Data("rk_abc\n".utf8).write(to: file)
    #expect(try destination.token() == "rk_abc")
    for text in ["", "\n", "two words", "a\nb", "caf\u{E9}"] {
      try Data(text.utf8).write(to: file)
      #expect(throws: Failure.self, "\(text)") { try destination.token() }
    }
  }

  @Test("a missing token is an error of usage that tells where to find one")
  func missingToken() async {
    let run = await shell("info")
    #expect(run.status == .usage)
    #expect(run.error.contains("--token-file"))
    #expect(run.error.contains("var/root.key"))
    let unreadable = await shell("info", "--token-file", "/nowhere/key")
    #expect(unreadable.status == .usage)
    #expect(unreadable.error.contains("cannot read the token file /nowhere/key"))
  }

  @Test("contexts are set, listed, used and deleted")
  func contexts() async throws {
    let first = await shell("context", "set", "first", "--server", "one:1", "--token-file", "/keys/one")
    #expect(first.output == "Set first: one:1, in use.\n")
    #expect(await shell("context", "set", "second", "--server", "unix:/s").output == "Set second: unix:/s.\n")
    #expect(await shell("context", "use", "second").output == "Using second.\n")
    #expect(
      await shell("context", "list").output == """
        CURRENT  NAME    SERVER   TOKEN FILE
                 first   one:1    /keys/one
        *        second  unix:/s

        """
    )
    #expect(await shell("context", "current").output.hasSuffix("*        second  unix:/s\n"))
    #expect(await shell("context", "use", "third").status == .usage)
    #expect(await shell("context", "delete", "second").status == .usage)
    #expect(await shell("context", "delete", "second", "--yes").output == "Forgot second.\n")
    let none = await shell("context", "current")
    #expect(none.status == .usage)
    #expect(none.error.contains("no context is in use"))
    let text = try String(contentsOf: directory.appending(path: "roster/config.json"), encoding: .utf8)
    #expect(
      text == """
        {
          "contexts": {
            "first": {
              "server": "one:1",
              "token_file": "/keys/one"
            }
          }
        }

        """
    )
  }
}

import FoundationEssentials
import RosterClient
import ScriptedServer
import Synchronization
import Testing

@testable import rosterctl

/// A pager that keeps what it is given, until its reader quits.
private final class ScriptedPager: Pager {
  private let state = Mutex((text: "", writes: 0, finished: 0))
  private let quitAfter: Int

  /// - Parameter writes: how many writes it takes before its reader quits.
  init(quitAfter writes: Int = .max) {
    quitAfter = writes
  }

  var text: String { state.withLock { $0.text } }
  var finished: Int { state.withLock { $0.finished } }

  func write(_ text: String) -> Bool {
    state.withLock { state in
      guard state.writes < quitAfter else { return false }
      state.writes += 1
      state.text += text
      return true
    }
  }

  func finish() {
    state.withLock { $0.finished += 1 }
  }
}

@Suite("The pager")
struct PagerTests {
  private let server = ScriptedServer { server in
    server.on(UserServiceMethods.listUsers) { (request: ListUsersRequest) in
      let page = Int64(request.pageToken) ?? 1
      if page == 4 { throw RPCError.refusal(.unavailable, "SHUTTING_DOWN", "The server is stopping.") }
      return ListUsersResponse(users: [User(id: page)], nextPageToken: String(page + 1))
    }
    server.on(UserServiceMethods.getUser) { (_: GetUserRequest) in User(id: 1) }
    server.on(UserServiceMethods.lockUser) { (_: LockUserRequest) in User(id: 1) }
    server.on(HealthMethods.check) { (_: HealthCheckRequest) in HealthCheckResponse(status: .serving) }
  }

  private func shell(_ pager: ScriptedPager) -> Shell {
    var shell = Shell(server)
    shell.isTerminal = true
    shell.pager = pager
    return shell
  }

  @Test("a list on a terminal goes through it, and what is said beside the list comes after it")
  func list() async {
    let pager = ScriptedPager()
    let run = await shell(pager)("users", "list", "--no-color")
    #expect(run.output == "")
    #expect(pager.text.hasPrefix("ID  NAME"))
    #expect(run.error.contains("there is more after these 1"))
    #expect(pager.finished == 1)
  }

  @Test("a record goes through it; an answer in one line does not")
  func records() async {
    let record = ScriptedPager()
    #expect(await shell(record)("users", "get", "1").output == "")
    #expect(record.text.contains("E-MAIL"))
    let answer = ScriptedPager()
    #expect(await shell(answer)("health", "--no-color").output == "serving\n")
    #expect(answer.text == "")
    #expect(answer.finished == 0)
  }

  @Test(
    "there is none off a terminal, with --no-pager, or where the environment says so",
    arguments: [
      (false, [:], []), (true, [:], ["--no-pager"]), (true, ["ROSTER_PAGER": ""], []),
      (true, ["ROSTER_PAGER": "cat", "PAGER": "less"], []), (true, ["PAGER": " "], []),
      (true, ["PAGER": "cat"], []),
    ] as [(Bool, [String: String], [String])]
  )
  func none(isTerminal: Bool, environment: [String: String], options: [String]) async {
    let pager = ScriptedPager()
    var shell = shell(pager)
    shell.isTerminal = isTerminal
    shell.environment.merge(environment) { _, new in new }
    let run = await shell.run(["users", "list", "--no-color"] + options)
    #expect(run.output.hasPrefix("ID  NAME"))
    #expect(pager.text == "")
  }

  @Test("a reader who quits it ends the list, and that is no error")
  func quit() async {
    let pager = ScriptedPager(quitAfter: 1)
    let run = await shell(pager)("users", "list", "--all")
    #expect(run.status == .done)
    #expect(run.output == "")
    #expect(server.log == ["ListUsers", "ListUsers"])
    #expect(pager.finished == 1)
  }

  @Test("an error in the middle of a list is told once the reader has quit")
  func failure() async {
    let pager = ScriptedPager()
    let run = await shell(pager)("users", "list", "--all", "--no-color")
    #expect(run.status == .refused)
    #expect(run.error.contains("The server is stopping"))
    #expect(pager.text.contains("\n3 "))
    #expect(pager.finished == 1)
  }

  @Test("it is chosen as git chooses its own")
  func choice() {
    #expect(PagerChoice.command([:]) == "less")
    #expect(PagerChoice.command(["PAGER": "more"]) == "more")
    #expect(PagerChoice.command(["PAGER": "more", "ROSTER_PAGER": "most -s"]) == "most -s")
    #expect(PagerChoice.environment(["A": "b"]) == ["A": "b", "LESS": "FRX"])
    #expect(PagerChoice.environment(["LESS": ""]) == ["LESS": ""])
  }

  @Test("one that cannot be started is named if it was asked for, and the output comes without it")
  func missing() async {
    var shell = Shell(server)
    shell.isTerminal = true
    let silent = await shell("users", "list", "--limit", "1", "--no-color")
    #expect(silent.output.hasPrefix("ID  NAME"))
    #expect(!silent.error.contains("pager"))
    shell.environment["PAGER"] = "nonesuch"
    let named = await shell("users", "list", "--limit", "1", "--no-color")
    #expect(named.output == silent.output)
    #expect(named.error.hasPrefix("rosterctl: cannot start the pager 'nonesuch'\n"))
  }
}

@Suite("A pager's process", .serialized)
struct PagerProcessTests {
  private let environment = ["PATH": "/usr/bin:/bin", "LESS": "FRX"]

  @Test("gets all the output and the environment, through a shell where its words need one")
  func output() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "rosterctl-\(UUID())")
    defer { try? FileManager.default.removeItem(at: file) }
    let pager = try PagerProcess("{ cat; echo \"$LESS\"; } > '\(file.path)'", environment: environment)
    #expect(pager.write("one\n"))
    #expect(pager.write("two\n"))
    pager.finish()
    #expect(try String(contentsOf: file, encoding: .utf8) == "one\ntwo\nFRX\n")
    #expect(!pager.write("three\n"))
  }

  @Test("may end before it has read everything")
  func quits() throws {
    let pager = try PagerProcess("true", environment: environment)
    // More than a pipe holds, so that the write lasts until the process is gone.
    #expect(!pager.write(String(repeating: "x", count: 1 << 20)))
    #expect(!pager.write("more"))
    pager.finish()
  }

  @Test("that is not there is an error")
  func missing() {
    #expect(throws: Failure.usage("cannot start the pager 'nonesuch -x': No such file or directory")) {
      try PagerProcess("nonesuch -x", environment: environment)
    }
  }
}

import FoundationEssentials
import RosterClient
import ScriptedServer
import Testing

@testable import rosterctl

@Suite("A broken configuration file")
final class BrokenConfigurationTests {
  private let directory = FileManager.default.temporaryDirectory.appending(path: "rosterctl-\(UUID())")
  private let shell: Shell
  private var file: URL { directory.appending(path: "roster/config.json") }

  init() throws {
    try FileManager.default.createDirectory(
      at: directory.appending(path: "roster"),
      withIntermediateDirectories: true
    )
    let server = ScriptedServer { server in
      server.on(HealthMethods.check) { (_: HealthCheckRequest) in HealthCheckResponse(status: .serving) }
      server.on(UserServiceMethods.getUser) { (_: GetUserRequest) in User(id: 1) }
    }
    var shell = Shell(server)
    shell.environment["XDG_CONFIG_HOME"] = directory.path
    self.shell = shell
  }

  deinit {
    try? FileManager.default.removeItem(at: directory)
  }

  private func write(_ text: String) throws {
    try Data(text.utf8).write(to: file)
  }

  private func contents() throws -> String {
    try String(contentsOf: file, encoding: .utf8)
  }

  private static let withBroken = """
    {"contexts": {"good": {"server": "one:1"}, "bad": {"server": "x"}}, "current": "good"}
    """

  @Test(
    "is named with the line or the key and what is wrong there",
    arguments: [
      ("", "line 1: expected a value before the end of the text"),
      ("{\n", "line 2: expected a name in quotes"),
      ("{\n  \"contexts\": {\n    server\n}}", "line 3: expected a name in quotes"),
      ("{\n  \"contexts\" {}\n}", "line 2: expected ':' after \"contexts\""),
      ("{\n  \"current\": \"a\"\n  \"contexts\": {}\n}", "line 3: expected ',' or '}'"),
      ("{\"current\": tru}", "line 1: 'tru' is no value"),
      ("[]", "the whole: is not an object"),
      ("{\"contexts\": 5}", "contexts: is not an object"),
      ("{\"current\": 5}", "current: is not a text"),
    ]
  )
  func named(text: String, problem: String) async throws {
    try write(text)
    for command in [["context", "list"], ["context", "use", "a"], ["users", "get", "1"]] {
      let run = await shell.run(command)
      #expect(run.status == .usage)
      #expect(run.error.hasPrefix("rosterctl: \(file.path): \(problem)"), "\(run.error)")
    }
  }

  @Test(
    "a context that is broken is named by its key, and the others work",
    arguments: [
      (#"{"server": "x"}"#, "contexts.bad.server: is 'x', which is neither HOST:PORT nor unix:PATH"),
      (#"{"server": 5}"#, "contexts.bad.server: is not a text"),
      (#"{}"#, "contexts.bad.server: is missing"),
      (#"{"server": "a:1", "token_file": []}"#, "contexts.bad.token_file: is not a text"),
      (#"7"#, "contexts.bad: is not an object"),
    ]
  )
  func brokenContext(json: String, problem: String) async throws {
    try write(#"{"contexts": {"bad": \#(json), "good": {"server": "one:1"}}, "current": "good"}"#)
    let bad = await shell("users", "get", "1", "--context", "bad")
    #expect(bad.status == .usage)
    #expect(bad.error.hasPrefix("rosterctl: \(file.path): \(problem)"), "\(bad.error)")
    #expect(await shell("users", "get", "1").status == .done)
    #expect(await shell("users", "get", "1", "--context", "good").status == .done)
    let list = await shell("context", "list")
    #expect(list.status == .done)
    #expect(list.output.contains("good"))
    #expect(list.error.contains(problem))
  }

  @Test(
    "stops nothing that needs nothing from it",
    arguments: [
      ["--help"], ["users", "list", "--help"], ["completion", "bash"], ["--version"],
      ["health", "--server", "one:1"], ["users", "get", "1", "--server", "one:1"],
      ["users", "get", "1", "--server", "one:1", "--token-file", "FILE"],
    ]
  )
  func notNeeded(arguments: [String]) async throws {
    try write("{")
    let tokenFile = try #require(shell.environment["ROSTER_TOKEN_FILE"])
    let run = await shell.run(arguments.map { $0 == "FILE" ? tokenFile : $0 })
    #expect(run.status == .done)
    #expect(run.error == "")
  }

  @Test("is needed for what neither options nor the environment say")
  func needed() async throws {
    try write("{")
    var shell = shell
    #expect(await shell("users", "get", "1").status == .usage)
    shell.environment["ROSTER_SERVER"] = "one:1"
    #expect(await shell("users", "get", "1").status == .done)
    #expect(await shell("users", "get", "1", "--context", "good").status == .usage)
    shell.environment["ROSTER_TOKEN_FILE"] = nil
    let run = await shell("users", "get", "1")
    #expect(run.status == .usage)
    #expect(run.error.contains("config.json: line 1: "))
    #expect(await shell("health").status == .done)
  }

  @Test("a current context that is gone stops only those who would use it")
  func danglingCurrent() async throws {
    try write(#"{"contexts": {"good": {"server": "one:1"}}, "current": "gone"}"#)
    #expect(await shell("users", "get", "1").error.contains("there is no context 'gone'"))
    #expect(await shell("users", "get", "1", "--context", "good").status == .done)
    #expect(await shell("users", "get", "1", "--server", "one:1").status == .done)
    #expect(await shell("context", "use", "good").status == .done)
    #expect(await shell("users", "get", "1").status == .done)
  }

  @Test("a broken context is mended or deleted, and what else is broken stays as it is")
  func mended() async throws {
    try write(Self.withBroken)
    #expect(await shell("context", "use", "bad").status == .usage)
    #expect(await shell("context", "set", "new", "--server", "two:2").status == .done)
    #expect(try contents().contains("\"bad\": {\n      \"server\": \"x\"\n    }"))
    #expect(await shell("context", "set", "bad", "--server", "three:3").output == "Set bad: three:3.\n")
    #expect(await shell("context", "use", "bad").status == .done)
    try write(Self.withBroken)
    #expect(await shell("context", "delete", "bad", "--yes").output == "Forgot bad.\n")
    #expect(try !contents().contains("bad"))
  }

  @Test("context set keeps a file that nothing can be read from, under another name")
  func replaced() async throws {
    for text in ["{", "{{"] {
      try write(text)
      let run = await shell("context", "set", "a", "--server", "one:1")
      #expect(run.output == "Set a: one:1, in use.\n")
      #expect(run.error.contains("config.json: line 1: "))
      #expect(
        run.error.contains("the broken file was renamed to \(file.path).broken, and a new one is written")
      )
      #expect(try String(contentsOfFile: "\(file.path).broken", encoding: .utf8) == text)
      #expect(await shell("users", "get", "1").status == .done)
    }
    try write("{")
    let refused = await shell("context", "set", "a")
    #expect(refused.status == .usage)
    #expect(refused.error.contains("a new context needs a server"))
    #expect(try contents() == "{")
  }

  @Test("a file with nothing in it but braces is an empty one")
  func empty() async throws {
    try write(" {}\n")
    #expect(await shell("context", "list").output == "CURRENT  NAME  SERVER  TOKEN FILE\n")
    #expect(await shell("users", "get", "1").status == .done)
  }
}

@Suite("Reading JSON")
struct JSONReadingTests {
  @Test("what is written is read again")
  func roundTrip() throws {
    let value: JSON = [
      "text": .string("\"\\/\n\u{1B}é😀"), "numbers": .array([.int(-1), .int(.max)]), "nothing": .null,
      "inner": ["yes": .bool(true), "no": false], "list": .array([["a": .int(1)]]), "empty": .array([]),
    ]
    #expect(try JSON(reading: value.text()) == value)
    #expect(try JSON(reading: value.compactText) == value)
  }

  @Test(
    "escapes are read",
    arguments: [
      (#""\u0041\u00e9""#, "Aé"), (#""\ud83d\ude00""#, "😀"),
      (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
    ]
  )
  func escapes(text: String, value: String) throws {
    #expect(try JSON(reading: text) == .string(value))
  }

  @Test(
    "what is no JSON is refused",
    arguments: [
      "", "{", "[1", "[1,]", "{\"a\":1,}", "{\"a\"}", "{a:1}", "\"", "\"\n\"", #""\x""#, #""\u12""#,
      #""\ud800""#,
      #""\u+123""#, "tru", "+1", "1.5", "1 2", "]", String(repeating: "[", count: 100),
    ]
  )
  func refused(text: String) {
    #expect(throws: JSONProblem.self) { try JSON(reading: text) }
  }
}

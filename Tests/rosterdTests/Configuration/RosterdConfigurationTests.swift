import Foundation
import TestSupport
import Testing
import Transport

@Suite("Configuration: flags before environment before file before default")
struct RosterdConfigurationTests {
  /// Where a setting is given.
  enum Source: String, CaseIterable {
    case flag, environment, file
  }

  private let directory = TemporaryDirectory()

  @Test(
    "The first source that says where to listen decides",
    arguments: [
      [Source.flag, .environment, .file], [.environment, .file], [.flag, .file], [.flag, .environment],
      [.flag], [.environment], [.file],
    ]
  )
  func listen(sources: [Source]) throws {
    let path = { (source: Source) in "unix:\(directory.path)/\(source.rawValue)" }
    let config = try directory.write(
      sources.contains(.file) ? #"{"listen": ["\#(path(.file))"]}"# : "{}",
      to: "config.json"
    )
    try LiveServer.run(
      in: directory,
      listen: sources.contains(.flag) ? [path(.flag)] : [],
      arguments: ["--config", config],
      environment: sources.contains(.environment) ? ["ROSTERD_LISTEN": path(.environment)] : [:]
    ) { server in
      #expect("\(server.endpoint)" == path(sources[0]))
      try server.connect().expectService()
    }
  }

  @Test(
    "The data directory, too, can come from the environment or from a file",
    arguments: [
      Source.environment, .file,
    ]
  )
  func data(source: Source) throws {
    let config = try directory.write(
      source == .file ? #"{"data": "\#(directory.data)"}"# : "{}",
      to: "config.json"
    )
    let environment = source == .environment ? ["ROSTERD_DATA": directory.data] : [:]
    let server = try ChildProcess(
      LiveServer.program,
      ["serve", "--listen", "127.0.0.1:0", "--config", config],
      environment: environment
    )
    #expect(server.errorLine(containing: "] listening") != nil)
    #expect(directory.mode("var/root.key") == 0o600)
    server.send(SIGTERM)
    #expect(server.finish().exit == .code(0))
  }

  @Test("The environment can name the file, and several endpoints")
  func environment() throws {
    let config = try directory.write(#"{"loops": 1, "log": {"level": "debug"}}"#, to: "config.json")
    let first = "unix:\(directory.path)/first"
    let second = "unix:\(directory.path)/second"
    let server = try ChildProcess(
      LiveServer.program,
      ["serve", "--data", directory.data],
      environment: ["ROSTERD_CONFIG": config, "ROSTERD_LISTEN": "\(first),\(second)"]
    )
    #expect(server.errorLine(containing: "endpoint=\(first)") != nil)
    #expect(server.errorLine(containing: "endpoint=\(second)") != nil)
    let connection = try RawConnection(
      to: .unix(path: "\(directory.path)/second"),
      token: directory.rootKey()
    )
    try connection.expectService()
    server.send(SIGTERM)
    #expect(server.finish().errors.contains("roster.v1.SystemService/GetServerInfo"))
  }

  @Test("No data directory is a reason not to start")
  func noDirectory() throws {
    expectRefused(try LiveServer.command("serve"), "--data DIR", "ROSTERD_DATA")
  }

  @Test(
    "A malformed flag is refused in one line",
    arguments: [
      (["--listen", "nowhere"], "nowhere"),
      (["--listen", "127.0.0.1:65536"], "127.0.0.1:65536"),
      (["--listen", "::1:80"], "::1:80"),
      (["--listen", "unix:"], "unix:"),
      (["--loops", "0"], "loops is 0"),
      (["--loops", "257"], "loops is 257"),
      (["--compute-threads", "0"], "compute.threads is 0"),
      (["--compute-threads", "65"], "compute.threads is 65"),
      (["--compute-memory", "63"], "compute.memory is 63: it must lie between 64"),
      (["--compute-memory", "65537"], "compute.memory is 65537"),
      (["--log-level", "loud"], "loud"),
      (["--data", ""], "--data"),
      (["--config", "/nowhere/config.json"], "/nowhere/config.json"),
      (["--smtp-url", "smtp://mail.example.com"], "--mail-from"),
      (["--smtp-url", "mail.example.com", "--mail-from", "a@example.com"], "smtp://HOST:PORT"),
      (["--smtp-user", "ada"], "--smtp-password-file"),
      (["--smtp-user", "ada", "--smtp-password-file", "/nowhere"], "--smtp-url"),
      (["--smtp-ca-file", "/nowhere"], "--smtp-url"),
      (
        ["--smtp-url", "smtps://a", "--mail-from", "a@example.com", "--smtp-ca-file", "/nowhere/ca.pem"],
        "/nowhere/ca.pem"
      ),
      (["--mail-from", "nobody"], "nobody"),
      (["--mail-templates", "/nowhere/templates"], "/nowhere/templates"),
    ]
  )
  func malformedFlag(arguments: [String], mention: String) throws {
    let result = try ChildProcess.run(LiveServer.program, ["serve", "--data", directory.data] + arguments)
    expectRefused(result, mention)
    #expect(directory.mode("var/roster.db") == nil)
  }

  @Test(
    "A malformed variable is refused in one line",
    arguments: [
      ("ROSTERD_LISTEN", "nowhere", "nowhere"),
      ("ROSTERD_LOOPS", "many", "loops must be a whole number"),
      ("ROSTERD_LOOPS", "0", "loops is 0"),
      ("ROSTERD_COMPUTE_THREADS", "0", "compute.threads is 0"),
      ("ROSTERD_COMPUTE_MEMORY", "much", "compute.memory must be a whole number"),
      ("ROSTERD_LOG_LEVEL", "loud", "loud"),
      ("ROSTERD_SMTP_URL", "smtp://mail.example.com", "--mail-from"),
      ("ROSTERD_SMTP_CA_FILE", "/nowhere", "--smtp-url"),
      ("ROSTERD_SMTP_PASSWORD_FILE", "/nowhere", "--smtp-user"),
      ("ROSTERD_MAIL_FROM", "nobody", "nobody"),
      ("ROSTERD_MAIL_TEMPLATES", "/nowhere/templates", "/nowhere/templates"),
    ]
  )
  func malformedVariable(name: String, value: String, mention: String) throws {
    let result = try LiveServer.command("serve", "--data", directory.data, environment: [name: value])
    expectRefused(result, mention)
    #expect(directory.mode("var/roster.db") == nil)
  }

  @Test(
    "A malformed file is refused in one line",
    arguments: [
      ("listen: here", "config.json"),
      ("[]", "config.json"),
      (#"{"loops": "many"}"#, "loops must be a whole number"),
      (#"{"loops": 0}"#, "loops is 0"),
      (#"{"compute": {"memory": 1}}"#, "compute.memory is 1"),
      (#"{"loops": 1.5}"#, "loops must be a whole number"),
      (#"{"listen": ["nowhere"]}"#, "nowhere"),
      (#"{"listen": "127.0.0.1:0"}"#, "listen must be a list of texts"),
      (#"{"listen": []}"#, "listen names nowhere"),
      (#"{"log": {"level": "loud"}}"#, "loud"),
      (#"{"log": {"level": 7}}"#, "log.level must be a text"),
    ]
  )
  func malformedFile(text: String, mention: String) throws {
    let config = try directory.write(text, to: "config.json")
    expectRefused(try LiveServer.command("serve", "--data", directory.data, "--config", config), mention)
    #expect(directory.mode("var/roster.db") == nil)
  }
}

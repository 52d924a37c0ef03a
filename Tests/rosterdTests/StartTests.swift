import Foundation
import Roster
import RosterProto
import SQL
import SQLite
import TestSupport
import Testing
import Transport

@Suite("Starting")
struct StartTests {
  private let directory = TemporaryDirectory()

  @Test("The first start makes the data directory and a root key that only their owner can read")
  func firstStart() throws {
    try LiveServer.run(in: directory) { server in
      #expect(directory.mode("var") == 0o700)
      #expect(directory.mode("var/root.key") == 0o600)
      #expect(directory.mode("var/roster.db") == 0o600)
      try server.connect().expectService()
    }
  }

  @Test("Later starts keep the root key, and it keeps opening the server")
  func laterStart() throws {
    let first = try LiveServer.run(in: directory) { server in
      let log = server.stop()
      #expect(log.errors.contains("the root key was written"))
      return try directory.rootKey()
    }
    try LiveServer.run(in: directory) { server in
      try server.connect().expectService()
      #expect(try directory.rootKey() == first)
      #expect(!server.stop().errors.contains("the root key was written"))
    }
  }

  @Test("A later start makes no new key in place of one that was put away")
  func keyPutAway() throws {
    try LiveServer.run(in: directory) { _ = $0.stop() }
    let key = try directory.rootKey()
    try FileManager.default.removeItem(atPath: "\(directory.data)/root.key")
    try LiveServer.run(in: directory) { server in
      #expect(directory.mode("var/root.key") == nil)
      try RawConnection(to: server.endpoint, token: key).expectService()
    }
  }

  @Test("A second server on the same directory is refused, by the directory's name and its holder's process")
  func secondServer() throws {
    try LiveServer.run(in: directory) { server in
      let second = try LiveServer.command("serve", "--data", directory.data, "--listen", "127.0.0.1:0")
      expectRefused(second, directory.data, "process \(server.pid) ")
      try server.connect().expectService()
    }
  }

  @Test("The directory is free again after a kill")
  func afterKill() throws {
    try LiveServer.run(in: directory) { $0.kill() }
    try LiveServer.run(in: directory) { try $0.connect().expectService() }
  }

  @Test("A database of a later release is refused", arguments: ["serve", "check", "migrate"])
  func newerDatabase(command: String) throws {
    try #require(try LiveServer.command("migrate", "--data", makeData()).exit == .code(0))
    let db = try directory.serverDatabase.connect(.readWrite)
    try db.execute(script: "INSERT INTO schema_migrations VALUES (1000, 'later', 1, 1)")
    expectRefused(try LiveServer.command(command, "--data", directory.data), directory.data, "version 1000")
  }

  @Test("A data directory that cannot be made is refused by its path")
  func impossibleDirectory() throws {
    let file = try directory.write("", to: "file")
    expectRefused(try LiveServer.command("serve", "--data", file), file, "not a directory")
    expectRefused(try LiveServer.command("serve", "--data", "\(file)/var"), "\(file)/var")
  }

  @Test(
    "What other users may write to is not used, and is named with what to do",
    arguments: ["", "/roster.db", "/roster.db-wal", "/roster.db-shm", "/root.key"],
    [0o020, 0o002] as [mode_t]
  )
  func writableByOthers(file: String, bits: mode_t) throws {
    let path = try makeData() + file
    if !file.isEmpty { try directory.write("", to: "var\(file)") }
    #expect(chmod(path, 0o700 | bits) == 0)
    for command in ["serve", "migrate"] {
      let result = try LiveServer.command(command, "--data", directory.data)
      expectRefused(result, directory.data, "run chmod go-w \(path)")
    }
  }

  @Test("A directory that belongs to another user is not used", .enabled(if: geteuid() == 0))
  func foreignDirectory() throws {
    #expect(chown(try makeData(), 12_345, 0) == 0)
    let result = try LiveServer.command("serve", "--data", directory.data)
    expectRefused(result, directory.data, "belongs to user 12345", "run chown")
  }

  @Test("A file in the place of the directory for mails is refused by its path")
  func mailIsFile() throws {
    _ = try makeData()
    let path = try directory.write("mine", to: "var/mail")
    expectRefused(try LiveServer.command("serve", "--data", directory.data), path, "not a directory")
  }

  @Test("A port that is taken is refused by its address")
  func takenPort() throws {
    try LiveServer.run(in: directory) { server in
      let endpoint = "\(server.endpoint)"
      let second = try LiveServer.command("serve", "--data", "\(directory.path)/other", "--listen", endpoint)
      expectRefused(second, endpoint)
    }
  }

  @Test("It listens on a Unix socket, which goes when it stops")
  func unixSocket() throws {
    let path = "\(directory.path)/socket"
    try LiveServer.run(in: directory, listen: ["unix:\(path)"]) { server in
      #expect(server.endpoint == .unix(path: path))
      #expect(directory.mode("socket") == 0o660)
      try server.connect().expectService()
      #expect(server.stop().exit == .code(0))
      #expect(directory.mode("socket") == nil)
    }
  }

  @Test("It takes the place of a Unix socket that a killed server left")
  func staleSocket() throws {
    let path = "\(directory.path)/socket"
    try LiveServer.run(in: directory, listen: ["unix:\(path)"]) { $0.kill() }
    try #require(directory.mode("socket") != nil)
    try LiveServer.run(in: directory, listen: ["unix:\(path)"]) { try $0.connect().expectService() }
  }

  @Test("A file that is no socket is never replaced by one")
  func fileInTheWay() throws {
    let path = try directory.write("mine", to: "socket")
    let result = try LiveServer.command("serve", "--data", directory.data, "--listen", "unix:\(path)")
    expectRefused(result, path)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "mine")
  }

  @Test("It listens in several places at once")
  func severalEndpoints() throws {
    let unix = "unix:\(directory.path)/socket"
    try LiveServer.run(in: directory, listen: ["127.0.0.1:0", unix, "127.0.0.1:0"]) { server in
      try #require(server.endpoints.count == 3)
      for endpoint in server.endpoints {
        try RawConnection(to: endpoint, token: directory.rootKey()).expectService()
      }
    }
  }

  /// The data directory, made.
  private func makeData() throws -> String {
    #expect(mkdir(directory.data, 0o700) == 0)
    return directory.data
  }
}

/// It exited with 1 after one line that says so and contains each of the texts.
func expectRefused(
  _ result: ChildProcess.Result,
  _ texts: String...,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(result.exit == .code(1), sourceLocation: sourceLocation)
  #expect(result.errorLines.count == 1, "\(result.errors)", sourceLocation: sourceLocation)
  #expect(result.errors.hasPrefix("rosterd: "), sourceLocation: sourceLocation)
  for text in texts { #expect(result.errors.contains(text), sourceLocation: sourceLocation) }
}

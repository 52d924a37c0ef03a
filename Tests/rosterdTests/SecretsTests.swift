import Foundation
import RosterProto
import SQL
import SQLite
import TestSupport
import Testing

@testable import rosterd

@Suite("The keys of secrets")
struct SecretsTests {
  private let directory = TemporaryDirectory()

  /// Nobody listens there: a mail waits, and its link with it.
  private static let noMailServer = [
    "--smtp-url", "smtps://127.0.0.1:1", "--mail-from", "roster@example.com",
  ]

  /// Serves until a mail with a link waits in the database.
  private func queueLink() throws {
    try LiveServer.run(in: directory, arguments: Self.noMailServer) { server in
      let root = try server.connect()
      let user = try root.createUser("ada@example.com")
      let _: SendPasswordResetResponse = try root.call(
        UserServiceMethods.sendPasswordReset,
        SendPasswordResetRequest(userID: user.id)
      )
      server.stop()
    }
  }

  private var keysFile: String { DataDirectory(directory.data).secretKeysFile }

  /// The link of the one mail, as it is stored.
  private func storedLink() throws -> String {
    let db = try directory.serverDatabase.connect(.readOnly)
    return try #require(try db.first(Query("SELECT secret FROM mails")) { $0.text(0) })
  }

  private func keys() throws -> String { try String(contentsOfFile: keysFile, encoding: .utf8) }

  @Test("The first start makes a key that only its owner can read, and later starts keep it")
  func firstStart() throws {
    try LiveServer.run(in: directory) { _ = $0.stop() }
    #expect(directory.mode("var/secrets.key") == 0o600)
    let first = try keys()
    try LiveServer.run(in: directory) { _ = $0.stop() }
    #expect(try keys() == first)
  }

  @Test("A start without the keys of secrets in the database is refused, and makes no other key")
  func missing() throws {
    try queueLink()
    try FileManager.default.removeItem(atPath: keysFile)
    let result = try LiveServer.command("serve", "--data", directory.data, "--listen", "127.0.0.1:0")
    expectRefused(result, "secrets.key")
    #expect(directory.mode("var/secrets.key") == nil)
  }

  @Test("A start without keys, where the database has no secret, makes a new one")
  func unused() throws {
    try LiveServer.run(in: directory) { _ = $0.stop() }
    try FileManager.default.removeItem(atPath: keysFile)
    try LiveServer.run(in: directory) { try $0.connect().expectService() }
    #expect(directory.mode("var/secrets.key") == 0o600)
  }

  @Test("rotate-secrets adds a key and encrypts by it what can be read afterwards")
  func rotation() throws {
    try queueLink()
    let (before, sealed) = (try keys(), try storedLink())
    let result = try LiveServer.command("rotate-secrets", "--data", directory.data)
    #expect(result.exit == .code(0), "\(result.errors)")
    #expect(result.output == "encrypted 1 secret by a new key\n")
    #expect(try keys() != before)
    #expect(directory.mode("var/secrets.key") == 0o600)
    #expect(try storedLink() != sealed)
    #expect(!sealed.contains("rl_"))
    // Again: it opens what the first one has encrypted, by the keys in the file.
    let again = try LiveServer.command("rotate-secrets", "--data", directory.data)
    #expect(again.output == "encrypted 1 secret by a new key\n")
    try LiveServer.run(in: directory) { try $0.connect().expectService() }
  }

  @Test("rotate-secrets is refused while a server runs")
  func rotationOfServed() throws {
    try LiveServer.run(in: directory) { server in
      let result = try LiveServer.command("rotate-secrets", "--data", directory.data)
      expectRefused(result, directory.data, "process \(server.pid) ")
    }
  }
}

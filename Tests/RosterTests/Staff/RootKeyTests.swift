import Foundation
import RPC
import Roster
import RosterProto
import TestSupport
import Testing

@Suite("The root key")
struct RootKeyTests {
  private let directory = TemporaryDirectory()

  private var path: String { "\(directory.path)/root.key" }

  private func contents() throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

  @Test("is created at the first start, in a file that only its owner can read, and has every grant")
  func first() async throws {
    let test = try TestService(in: directory)
    #expect(test.service.newRootKey == path)
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    #expect(try contents() == test.rootToken + "\n")
    #expect(OpaqueToken.kind(of: test.rootToken.utf8) == .apiKey)
    #expect(try await test.users.listUsers(ListUsersRequest()).users.isEmpty)
  }

  @Test("is not created again, and is still valid after a restart")
  func second() async throws {
    let token = try TestService(in: directory).rootToken
    let test = try TestService(in: directory)
    #expect(test.service.newRootKey == nil)
    #expect(test.rootToken == token)
    #expect(try await test.users.listUsers(ListUsersRequest()).users.isEmpty)
    #expect(try test.integer("SELECT count(*) FROM api_keys") == 1)
  }

  @Test("is not created again if its file is missing: it may have been moved")
  func moved() throws {
    _ = try TestService(in: directory)
    try FileManager.default.removeItem(atPath: path)
    let service = try RosterService(TestService.options(in: directory))
    defer { service.stop() }
    #expect(service.newRootKey == nil)
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test("replaces a file that an interrupted first start left, whose key is invalid")
  func leftOver() throws {
    try "rk_old".write(toFile: path, atomically: false, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
    let test = try TestService(in: directory)
    #expect(test.rootToken != "rk_old")
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
  }

  @Test("is not in the database")
  func secrecy() throws {
    let token: String
    do {
      token = try TestService(in: directory).rootToken
    }
    for file in try FileManager.default.contentsOfDirectory(atPath: directory.path) where file != "root.key" {
      let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(directory.path)/\(file)"))
      #expect(bytes.range(of: Data(token.utf8)) == nil, "\(file)")
    }
  }
}

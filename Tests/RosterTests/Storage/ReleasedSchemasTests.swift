import Foundation
import RPC
import Roster
import RosterProto
import SQL
import SQLite
import TestSupport
import Testing

/// A database as a release left it: what `sqlite3 DIR/roster.db .dump` wrote, named after its last migration.
struct ReleasedSchema: Sendable, CustomTestStringConvertible {
  /// A file in `Schemas` is a case of every test here.
  static let all = (Bundle.module.urls(forResourcesWithExtension: "sql", subdirectory: "Schemas") ?? [])
    .map { ReleasedSchema(file: $0 as URL) }
    .sorted { $0.version < $1.version }

  let file: URL

  var version: Int { Int(file.deletingPathExtension().lastPathComponent) ?? 0 }

  var testDescription: String { "schema \(version)" }

  /// A directory with this database.
  ///
  /// - Parameter rootToken: the token that the first key has from now on.
  func makeDirectory(rootToken: OpaqueToken) throws -> TemporaryDirectory {
    let directory = TemporaryDirectory()
    // A dump writes to SQLite's own table of tables, which the connections of a service may not.
    let memory = try SQLiteDatabase.openInMemory()
    try memory.execute(script: try String(contentsOf: file, encoding: .utf8))
    try memory.run(sql: "UPDATE api_keys SET token_hash = $1 WHERE id = 1", values: [rootToken.hash.bytes])
    try memory.execute(script: "VACUUM INTO '\(directory.database.path)'")
    try rootToken.text.write(
      toFile: TestService.rootKeyFile(in: directory),
      atomically: true,
      encoding: .utf8
    )
    return directory
  }
}

@Suite("A database of each released schema")
struct ReleasedSchemasTests {
  private func start(_ schema: ReleasedSchema) throws -> TestService {
    try TestService(
      in: try schema.makeDirectory(rootToken: .generate(.apiKey)),
      keepsInstallationEvents: true
    )
  }

  @Test("there is one at least, and none is of a later release")
  func complete() {
    #expect(ReleasedSchema.all.first?.version == 11)
    #expect(ReleasedSchema.all.allSatisfy { (1...Schema.version).contains($0.version) })
  }

  @Test("is migrated to the schema of a new one, and sound", arguments: ReleasedSchema.all)
  func schema(_ schema: ReleasedSchema) throws {
    let directory = try schema.makeDirectory(rootToken: .generate(.apiKey))
    let database = directory.database
    let applied = try RosterService.migrate(database, now: SettableClock.start)
    #expect(applied.map(\.version) == Array(schema.version + 1..<Schema.version + 1))
    let db = try database.open(.readOnly)
    #expect(try db.schemaDifferences(from: Schema.migrations(for: db.dialect)) == [])
    #expect(try db.integrityCheck() == [])
    #expect(try HeadsQueries.fault(db) == nil)
  }

  @Test("is read: rows of each kind, and the events in order", arguments: ReleasedSchema.all)
  func readable(_ schema: ReleasedSchema) async throws {
    let test = try start(schema)
    #expect(try await !test.users.listUsers(ListUsersRequest()).users.isEmpty)
    for account in try await test.accounts.listAccounts(ListAccountsRequest()).accounts {
      let members = try await test.accounts.listAccountUsers(ListAccountUsersRequest(accountID: account.id))
      #expect(members.users.contains { $0.membership?.owner == true })
    }
    let invitations = InvitationServiceClient(
      channel: test.channel,
      options: TestService.options(test.rootToken)
    )
    #expect(try await !invitations.listInvitations(ListInvitationsRequest()).invitations.isEmpty)
    #expect(try await !test.mail.listMail(ListMailRequest()).mails.isEmpty)
    #expect(try await !test.staff.listPrincipals(ListPrincipalsRequest()).principals.isEmpty)
    #expect(try await !test.staff.listKeys(ListKeysRequest(includeRevoked: true)).keys.isEmpty)
    let events = try await test.allEvents()
    let report = try await test.events.verifyEvents(VerifyEventsRequest())
    #expect(report.fault == .unspecified && report.verifiedCount == Int64(events.count))
  }

  @Test("has each row at its last event's revision, and goes on from there", arguments: ReleasedSchema.all)
  func revisions(_ schema: ReleasedSchema) async throws {
    let test = try start(schema)
    let last = try await test.lastEventID()
    #expect(last > 0)
    #expect(try await test.rowsAtOtherRevisions() == [])
    let tables = [
      "users", "accounts", "memberships", "invitations", "roles", "principals", "api_keys", "mails",
    ]
    for table in tables {
      #expect(
        try test.integer("SELECT count(*) FROM \(table) WHERE revision NOT BETWEEN 1 AND \(last)") == 0,
        "\(table)"
      )
    }
    let user = try #require(try await test.users.listUsers(ListUsersRequest(pageSize: 1)).users.first)
    let change = UpdateUserRequest(user: User(id: user.id, lastName: "X"), expectedRevision: user.revision)
    #expect(try await test.users.updateUser(change).revision == last + 1)
  }
}

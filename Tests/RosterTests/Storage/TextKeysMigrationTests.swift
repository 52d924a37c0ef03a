import RPC
import Roster
import RosterProto
import SQL
import SQLite
import TestSupport
import Testing

@Suite("A database with the keys of an earlier release")
struct TextKeysMigrationTests {
  private let directory = TemporaryDirectory()
  private let database: SQLiteDatabase

  init() throws {
    database = directory.database
    // As before the migration under test.
    let db = try database.connect(.readWrite)
    try Migrator(Array(Schema.migrations(for: db.dialect).prefix(8))).migrate(db, now: 0)
  }

  private func insert(user email: String, key: String, name: String = "") throws {
    try database.connect(.readWrite).run(
      sql: """
        INSERT INTO users (
          email, email_key, first_name, last_name, name_key, search_text, language, create_time, update_time
        ) VALUES ($1, $2, $3, '', $3 || char(10), $3 || char(10) || $2, '', 0, 0)
        """,
      values: [email, key, name]
    )
  }

  private func execute(_ sql: String) throws {
    try database.connect(.readWrite).execute(script: sql)
  }

  private func migrate() throws {
    _ = try RosterService.migrate(database, now: Time(microseconds: 1))
  }

  private func texts(_ sql: String) throws -> [String] {
    try database.connect(.readOnly).all(sql: sql) { $0.text(0) }
  }

  @Test("is migrated: users are found by either form, and nothing that clients see changes")
  func users() async throws {
    try insert(user: "B@münchen.de", key: "b@münchen.de", name: "می\u{200c}خواهم")
    try insert(user: "ada@example.com", key: "ada@example.com", name: "ada")
    try migrate()
    #expect(
      try texts("SELECT email_key FROM users ORDER BY id") == ["b@xn--mnchen-3ya.de", "ada@example.com"]
    )
    #expect(try texts("SELECT email FROM users ORDER BY id") == ["B@münchen.de", "ada@example.com"])
    #expect(try texts("SELECT CAST(revision + update_time AS TEXT) FROM users") == ["1", "1"])
    let test = try TestService(in: directory)
    for email in ["b@münchen.de", "b@xn--mnchen-3ya.de"] {
      #expect(try await test.users.getUser(GetUserRequest(selector: .email(email))).id == 1)
    }
    for query in ["münchen", "xn--mnchen", "b@MÜNCHEN.de", "میخواهم", "می\u{200c}خواهم"] {
      let found = try await test.users.listUsers(ListUsersRequest(filter: UserFilter(query: query)))
      #expect(found.users.map(\.id) == [1], "\(query)")
    }
  }

  @Test("has all other keys of addresses and names migrated")
  func others() throws {
    try insert(user: "ada@example.com", key: "ada@example.com")
    try execute(
      """
      BEGIN;
      INSERT INTO accounts (name, name_key, owner_user_id, create_time, update_time)
        VALUES ('葛\u{e0100}城', '葛\u{e0100}城', 1, 0, 0);
      INSERT INTO memberships (account_id, user_id, permissions, create_time, update_time)
        VALUES (1, 1, 0, 0, 0);
      COMMIT;
      INSERT INTO invitations (account_id, email, email_key, permissions, language, inviter_kind, inviter_id,
          inviter_name, token_hash, expire_time, send_time, create_time, update_time)
        VALUES (1, 'B@ü.de', 'b@ü.de', 0, '', 2, 1, '', x'00', 0, 0, 0, 0);
      INSERT INTO invitation_sends (account_id, email_key, time) VALUES (1, 'b@ü.de', 0);
      INSERT INTO mails (template, language, recipient, recipient_key, variables, next_attempt_time,
          create_time, update_time)
        VALUES ('', '', 'B@ü.de', 'b@ü.de', '{}', 0, 0, 0);
      """
    )
    try migrate()
    #expect(try texts("SELECT name_key FROM accounts") == ["葛城"])
    for column in ["invitations.email_key", "invitation_sends.email_key", "mails.recipient_key"] {
      let table = column.prefix { $0 != "." }
      #expect(try texts("SELECT \(column) FROM \(table)") == ["b@xn--tda.de"])
    }
  }

  @Test("is refused, unchanged and naming both, if two users have one address or two principals one name")
  func conflicts() throws {
    try insert(user: "b@münchen.de", key: "b@münchen.de")
    try insert(user: "B@xn--mnchen-3ya.de", key: "b@xn--mnchen-3ya.de")
    try insert(user: "c@münchen.de", key: "c@münchen.de")
    try execute(
      """
      INSERT INTO roles (name, grants, create_time, update_time) VALUES ('r', '', 0, 0);
      INSERT INTO principals (kind, name, name_key, role, create_time, update_time)
        VALUES (1, 'root', 'root', 'r', 0, 0), (1, 'ro\u{200d}ot', 'ro\u{200d}ot', 'r', 0, 0);
      """
    )
    let error = #expect(throws: SchemaConflict.self) { try migrate() }
    #expect(
      error?.pairs == [
        "users 2 (B@xn--mnchen-3ya.de) and 1 (b@münchen.de)", "principals 1 (root) and 2 (ro\u{200d}ot)",
      ]
    )
    #expect("\(error!)".contains("change or delete one of each"))
    #expect(try texts("SELECT email_key FROM users WHERE id = 3") == ["c@münchen.de"], "nothing was changed")
    try execute("UPDATE users SET email = 'd@e', email_key = 'd@e' WHERE id = 1")
    try execute("UPDATE principals SET name = 'x', name_key = 'x' WHERE id = 2")
    try migrate()
    #expect(try texts("SELECT email_key FROM users WHERE id = 3") == ["c@xn--mnchen-3ya.de"])
  }
}

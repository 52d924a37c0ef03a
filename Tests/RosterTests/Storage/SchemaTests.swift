import Roster
import SQL
import SQLite
import TestSupport
import Testing

@Suite("The schema")
struct SchemaTests {
  private let test = try! TestService()

  private func expectConstraint(_ constraint: SQLError.Constraint, _ sql: String) {
    let error = #expect(throws: SQLError.self) { try test.execute(sql) }
    #expect(error?.kind == .constraint(constraint))
  }

  private static let user = """
    INSERT INTO users (
      email, email_key, first_name, last_name, name_key, search_text, language, create_time, update_time
    ) VALUES ('a', 'a', '', '', '', '', '', 0, 0);
    """

  @Test("its migrations are numbered from 1, each with a name and a text")
  func steps() throws {
    let dialect = try test.directory.database.connect(.readOnly).dialect
    let migrations = Schema.migrations(for: dialect)
    #expect(migrations.map(\.version) == Array(1...Schema.version))
    #expect(migrations.allSatisfy { !$0.name.isEmpty && (!$0.sql.isEmpty || $0.code != nil) })
  }

  @Test("an account cannot be left without an owner who is a member, whoever writes to the database")
  func owner() throws {
    try test.execute(Self.user)
    let account = """
      INSERT INTO accounts (name, name_key, owner_user_id, create_time, update_time)
      VALUES ('A', 'a', 1, 0, 0);
      """
    let membership = """
      INSERT INTO memberships (account_id, user_id, permissions, create_time, update_time)
      SELECT max(id), 1, 0, 0, 0 FROM accounts;
      """
    expectConstraint(.foreignKey, account)
    try test.execute(account + membership)
    expectConstraint(.foreignKey, "DELETE FROM memberships")
    expectConstraint(.foreignKey, "UPDATE accounts SET owner_user_id = 2")
    expectConstraint(.foreignKey, "DELETE FROM accounts")
    expectConstraint(.foreignKey, "DELETE FROM users")
  }

  @Test(
    "values out of range are refused",
    arguments: [
      "state = 0", "state = 3", "two_factor_enabled = 2", "security_question_set = -1", "email_verified = 2",
      "verification = 0", "verification = 7",
    ]
  )
  func ranges(_ assignment: String) throws {
    try test.execute(Self.user)
    expectConstraint(.check, "UPDATE users SET \(assignment)")
  }

  @Test("an address is unique to a user, a token to a key, a pair to a membership")
  func uniqueness() throws {
    try test.execute(Self.user)
    expectConstraint(.unique, Self.user)
    expectConstraint(
      .unique,
      "INSERT INTO api_keys SELECT NULL, principal_id, label, token_hash, 0, 0, 0, 0, 0 FROM api_keys"
    )
  }

  @Test("a principal has an existing role and a unique name until it is deleted")
  func principals() throws {
    let insert = "INSERT INTO principals (kind, name, name_key, role, create_time, update_time)"
    try test.execute("\(insert) VALUES (1, 'A', 'a', 'service', 0, 0)")
    expectConstraint(.foreignKey, "\(insert) VALUES (1, 'B', 'b', 'nope', 0, 0)")
    expectConstraint(.unique, "\(insert) VALUES (1, 'A', 'a', 'service', 0, 0)")
    expectConstraint(.check, "\(insert) VALUES (3, 'B', 'b', 'service', 0, 0)")
    expectConstraint(.foreignKey, "DELETE FROM roles WHERE name = 'service'")
    expectConstraint(.check, "UPDATE principals SET delete_time = 0")
    expectConstraint(.check, "UPDATE principals SET role = NULL")
    expectConstraint(.foreignKey, "DELETE FROM principals WHERE id = 1")
    try test.execute("UPDATE principals SET role = NULL, delete_time = 0 WHERE name = 'A'")
    try test.execute("DELETE FROM roles WHERE name = 'service'")
    try test.execute("\(insert) VALUES (1, 'A', 'a', 'portal', 0, 0)")
  }

  @Test("values of another type are refused")
  func strict() throws {
    try test.execute(Self.user)
    expectConstraint(.type, "UPDATE users SET revision = 'x'")
  }
}

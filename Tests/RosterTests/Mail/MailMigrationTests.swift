import SQL
import SQLite
import TestSupport
import Testing

@testable import Roster

@Suite("The outbox of an earlier release")
struct MailMigrationTests {
  @Test("keeps its mails and their ids, with their invitations and their attempts")
  func migrate() throws {
    let directory = TemporaryDirectory()
    let db = try directory.database.connect(.readWrite)
    let steps = Schema.migrations(for: db.dialect)
    let index = try #require(steps.firstIndex { $0.name == "mail topics" })
    try Migrator(Array(steps[..<index])).migrate(db, now: 0)
    try db.execute(script: Self.data)
    try Migrator(steps).migrate(db, now: 1)
    let mails = try db.all(
      sql: """
        SELECT id, state, coalesce(topic, '-'), may_have_arrived, coalesce(secret, '-') FROM mails
        ORDER BY id
        """
    ) { row in (0..<5).map { row.text($0) }.joined(separator: " ") }
    #expect(
      mails == [
        "1 2 invitation/1 1 -", "2 1 invitation/1 0 link-2", "3 3 invitation/2 1 link-3", "4 1 - 0 -",
      ]
    )
    let next = try db.first(
      sql: """
        INSERT INTO mails
          (template, language, recipient, recipient_key, variables, next_attempt_time, create_time,
            update_time)
        VALUES ('access_removed', 'en', 'a', 'a', '{}', 0, 0, 0) RETURNING id
        """
    ) { $0.int64(0) }
    #expect(next == 5)
  }

  /// A resent invitation whose first mail was sent, an invitation whose mail failed, and a notice.
  private static let data = """
    INSERT INTO users
      (email, email_key, first_name, last_name, name_key, search_text, language, create_time, update_time)
    VALUES ('o', 'o', '', '', '', '', '', 0, 0);
    BEGIN;
    INSERT INTO accounts (name, name_key, owner_user_id, create_time, update_time) VALUES ('A', 'a', 1, 0, 0);
    INSERT INTO memberships (account_id, user_id, permissions, create_time, update_time)
    VALUES (1, 1, 0, 0, 0);
    COMMIT;
    INSERT INTO invitations
      (account_id, email, email_key, permissions, language, inviter_kind, inviter_id, inviter_name,
        token_hash, expire_time, send_time, create_time, update_time)
    VALUES (1, 'A@b', 'a@b', 0, '', 1, 1, '', x'01', 99, 20, 10, 20),
      (1, 'c@d', 'c@d', 0, '', 1, 1, '', x'02', 99, 10, 10, 10);
    INSERT INTO mails
      (template, language, recipient, recipient_key, variables, secret, state, attempts, next_attempt_time,
        create_time, sent_time, update_time, revision)
    VALUES ('invitation', 'en', 'A@b', 'a@b', '{}', NULL, 2, 1, 10, 10, 11, 11, 3),
      ('invitation_resent', 'en', 'A@b', 'a@b', '{}', 'link-2', 1, 0, 20, 20, NULL, 20, 1),
      ('invitation', 'en', 'c@d', 'c@d', '{}', 'link-3', 3, 10, 10, 10, NULL, 12, 4),
      ('access_removed', 'en', 'c@d', 'c@d', '{}', NULL, 1, 0, 10, 10, NULL, 10, 1);
    """
}

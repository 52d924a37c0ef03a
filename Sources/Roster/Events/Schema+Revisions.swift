import ProtobufC
import RosterProto
import SQL

extension Schema {
  // A row's `revision` is the id of the event that changed it last. Until now each row counted for itself,
  // and one that was made anew began at 1 again.
  //
  // `heads` has one row: the last event with its hash, and the last of those that changed principals, roles
  // and keys, and the settings. A row that no event tells of is as of the last event there is.
  static func revisions(_ sql: any SchemaDialect) -> String {
    """
    CREATE TABLE heads (
      one \(sql.integer) PRIMARY KEY CHECK (one = 1),
      event_id \(sql.integer) NOT NULL,
      event_hash \(sql.blob) NOT NULL,
      directory_version \(sql.integer) NOT NULL,
      settings_version \(sql.integer) NOT NULL
    )\(sql.tableEnd);
    INSERT INTO heads
    SELECT 1, coalesce(max(id), 0), \
    coalesce((SELECT hash FROM events ORDER BY id DESC LIMIT 1), \(sql.emptyBlob)),
      coalesce((SELECT max(id) FROM events WHERE target_kind IN (6, 7, 8)), 0),
      coalesce((SELECT max(id) FROM events WHERE target_kind = 5), 0)
    FROM events;

    ALTER TABLE api_keys ADD COLUMN revision \(sql.integer) NOT NULL DEFAULT 1;

    \(revision(of: "users", "target_kind = 1 AND target_id = users.id"))
    -- Who its members are belongs to an account, except the owner who is made a member with it. Without
    -- `<> 0` the index by account would not be looked into.
    \(revision(of: "accounts", """
        account_id = accounts.id AND account_id <> 0 AND (
          target_kind = 2 OR kind = 'membership.removed' OR (kind = 'membership.created' AND NOT EXISTS (
            SELECT 1 FROM events AS former WHERE former.id = events.id - 1 AND former.kind = 'account.created'
          ))
        )
        """))
    -- In one pass: who has thousands of accounts has as many events on each look-up.
    UPDATE memberships SET revision = \(headRevision);
    UPDATE memberships SET revision = latest.id FROM (
      SELECT account_id, target_id, max(id) AS id FROM events WHERE target_kind = 3
      GROUP BY account_id, target_id
    ) AS latest
    WHERE latest.account_id = memberships.account_id AND latest.target_id = memberships.user_id;
    \(revision(of: "invitations", "target_kind = 4 AND target_id = invitations.id"))
    \(revision(of: "settings", "target_kind = 5 AND time = settings.update_time"))
    \(revision(of: "principals", "target_kind = 6 AND target_id = principals.id"))
    \(revision(of: "api_keys", "target_kind = 8 AND target_id = api_keys.id"))
    \(revision(of: "mails", "target_kind = 9 AND target_id = mails.id"))
    UPDATE roles SET revision = \(headRevision);
    """
  }

  private static let headRevision = "(SELECT CASE event_id WHEN 0 THEN 1 ELSE event_id END FROM heads)"

  private static func revision(of table: String, _ condition: String) -> String {
    """
    UPDATE \(table) SET revision = coalesce((SELECT max(id) FROM events WHERE \(condition)), \(headRevision));
    """
  }

  private static let roleEvents = Query(
    "SELECT \(EventQueries.columns) FROM events WHERE target_kind = 7 ORDER BY id"
  )
  private static let setRoleRevision = Query("UPDATE roles SET revision = $1 WHERE name = $2")

  /// The part for roles: which one an event tells of is in its record only.
  static func reviseRoles(_ db: any Connection) throws {
    let arena = Arena()
    let events = try db.all(roleEvents) { row in
      let event = try EventQueries.event(row, from: 0, in: arena)
      return (id: event.id, role: event.target?.name ?? "")
    }
    for event in events { try db.run(setRoleRevision, event.id, event.role) }
  }
}

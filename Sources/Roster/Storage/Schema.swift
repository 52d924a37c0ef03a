import SQL

/// The database schema, as numbered migrations. A released migration is never edited.
package enum Schema {
  static let usersByText = SubstringIndex(table: "users", column: "search_text")
  static let accountsByText = SubstringIndex(table: "accounts", column: "name_key")
  static let substringIndexes = [usersByText, accountsByText]

  /// The number of the last migration.
  package static var version: Int { steps.count }

  /// - Parameter dialect: generates the SQL that differs between engines.
  package static func migrations(for dialect: any Dialect) -> [Migration] {
    steps.enumerated().map { index, step in
      Migration(version: index + 1, name: step.name, sql: step.sql(dialect), code: step.code)
    }
  }

  private struct Step {
    let name: String
    var sql: @Sendable (any Dialect) -> String = { _ in "" }
    var code: Migration.Code?
  }

  private static let steps: [Step] = [
    Step(name: "users, accounts, memberships", sql: { _ in domain }),
    Step(
      name: "substring search",
      sql: { substringIndexes.map($0.createSubstringIndex).joined(separator: "\n") }
    ),
    Step(name: "roles, principals, API keys", sql: { _ in staff }),
    Step(name: "events, request ids", sql: { _ in events }),
    Step(name: "verification", sql: { _ in verification }),
    Step(name: "mail outbox", sql: { _ in mailOutbox }),
    Step(name: "invitations", sql: { _ in invitations }),
    Step(name: "settings", sql: { _ in settings }),
    Step(name: "mail topics", sql: { _ in mailTopics }),
    Step(
      name: "addresses by A-labels",
      code: Migration.Code("keys of addresses by A-labels; keys without joiners", run: renewTextKeys)
    ),
    Step(
      name: "merges of the search index apart",
      sql: { substringIndexes.map($0.leaveMerging).joined(separator: "\n") }
    ),
    Step(
      name: "revisions by events",
      sql: { _ in revisions },
      code: Migration.Code("roles with the revisions that their events give them", run: reviseRoles)
    ),
    Step(
      name: "sign-in",
      sql: { _ in [credentials, secondFactors, passkeys, sessions, throttling, ownershipOffers].joined(separator: "\n") }
    ),
  ]

  // Times are microseconds since 1970, in UTC. AUTOINCREMENT never reuses an id. A `_key` is text folded for
  // comparison. `last_login_time` is 0 for never, so that it can be an order.
  private static let domain = """
    CREATE TABLE users (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      email TEXT NOT NULL,
      email_key TEXT NOT NULL UNIQUE,
      first_name TEXT NOT NULL,
      last_name TEXT NOT NULL,
      name_key TEXT NOT NULL,
      search_text TEXT NOT NULL,
      language TEXT NOT NULL,
      state INTEGER NOT NULL DEFAULT 1 CHECK (state IN (1, 2)),
      two_factor_enabled INTEGER NOT NULL DEFAULT 0 CHECK (two_factor_enabled IN (0, 1)),
      security_question_set INTEGER NOT NULL DEFAULT 0 CHECK (security_question_set IN (0, 1)),
      email_verified INTEGER NOT NULL DEFAULT 0 CHECK (email_verified IN (0, 1)),
      verification INTEGER NOT NULL DEFAULT 1 CHECK (verification BETWEEN 1 AND 6),
      last_login_time INTEGER NOT NULL DEFAULT 0,
      create_time INTEGER NOT NULL,
      update_time INTEGER NOT NULL,
      revision INTEGER NOT NULL DEFAULT 1
    ) STRICT;
    CREATE INDEX users_by_name ON users (name_key, id);
    CREATE INDEX users_by_create_time ON users (create_time, id);
    CREATE INDEX users_by_last_login_time ON users (last_login_time, id);
    -- The few that a filter asks for, so that a page of them is no walk through all.
    CREATE INDEX users_locked ON users (id) WHERE state = 2;
    CREATE INDEX users_with_two_factor ON users (id) WHERE two_factor_enabled = 1;
    CREATE INDEX users_with_security_question ON users (id) WHERE security_question_set = 1;
    CREATE INDEX users_with_verified_email ON users (id) WHERE email_verified = 1;
    CREATE INDEX users_in_verification ON users (id) WHERE verification <> 1;

    CREATE TABLE accounts (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      name TEXT NOT NULL,
      name_key TEXT NOT NULL,
      state INTEGER NOT NULL DEFAULT 1 CHECK (state IN (1, 2)),
      owner_user_id INTEGER NOT NULL,
      create_time INTEGER NOT NULL,
      update_time INTEGER NOT NULL,
      revision INTEGER NOT NULL DEFAULT 1,
      -- The owner is a member like any other: the account cannot be left without one.
      FOREIGN KEY (id, owner_user_id) REFERENCES memberships (account_id, user_id) \
    DEFERRABLE INITIALLY DEFERRED
    ) STRICT;
    CREATE INDEX accounts_by_name ON accounts (name_key, id);
    CREATE INDEX accounts_by_create_time ON accounts (create_time, id);
    CREATE INDEX accounts_by_owner ON accounts (owner_user_id, id);

    CREATE TABLE memberships (
      account_id INTEGER NOT NULL REFERENCES accounts (id),
      user_id INTEGER NOT NULL REFERENCES users (id),
      permissions INTEGER NOT NULL,
      last_login_time INTEGER,
      expire_time INTEGER,
      create_time INTEGER NOT NULL,
      update_time INTEGER NOT NULL,
      revision INTEGER NOT NULL DEFAULT 1,
      PRIMARY KEY (account_id, user_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX memberships_by_user ON memberships (user_id, account_id);
    """

  // `record` is the event as hashed; the other columns are for filters.
  private static let events = """
    CREATE TABLE events (
      id INTEGER PRIMARY KEY,
      time INTEGER NOT NULL,
      actor_kind INTEGER NOT NULL,
      actor_id INTEGER NOT NULL,
      target_kind INTEGER NOT NULL,
      target_id INTEGER NOT NULL,
      account_id INTEGER NOT NULL,
      kind TEXT NOT NULL,
      request_id TEXT,
      record BLOB NOT NULL,
      hash BLOB NOT NULL
    ) STRICT;
    CREATE INDEX events_by_actor ON events (actor_kind, actor_id, id);
    CREATE INDEX events_by_target ON events (target_kind, target_id, id);
    CREATE INDEX events_by_account ON events (account_id, id) WHERE account_id <> 0;
    CREATE INDEX events_by_kind ON events (kind, id);
    CREATE INDEX events_by_request_id ON events (request_id, id) WHERE request_id IS NOT NULL;
    -- REPLACE deletes without asking the trigger below.
    CREATE TRIGGER events_appended BEFORE INSERT ON events
    WHEN NEW.id <> (SELECT coalesce(max(id), 0) + 1 FROM events) BEGIN
      SELECT RAISE(ABORT, 'events are append-only');
    END;
    CREATE TRIGGER events_not_updated BEFORE UPDATE ON events BEGIN
      SELECT RAISE(ABORT, 'events are append-only');
    END;
    CREATE TRIGGER events_not_deleted BEFORE DELETE ON events BEGIN
      SELECT RAISE(ABORT, 'events are append-only');
    END;

    CREATE TABLE request_ids (
      caller_kind INTEGER NOT NULL,
      caller_id INTEGER NOT NULL,
      request_id TEXT NOT NULL,
      method TEXT NOT NULL,
      request_hash BLOB NOT NULL,
      reply BLOB NOT NULL,
      create_time INTEGER NOT NULL,
      PRIMARY KEY (caller_kind, caller_id, request_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX request_ids_by_create_time ON request_ids (create_time);
    """

  // The stage and its expiry are columns of the user; every reader computes the current stage. A row exists
  // for each user who has placed an order. Missing times are NULL.
  private static let verification = """
    ALTER TABLE users ADD COLUMN verification_expire_time INTEGER;
    CREATE TABLE user_verifications (
      user_id INTEGER PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
      order_time INTEGER NOT NULL,
      provider TEXT NOT NULL DEFAULT '',
      request_time INTEGER,
      submit_time INTEGER,
      decide_time INTEGER,
      note TEXT NOT NULL DEFAULT ''
    ) STRICT;
    """
}

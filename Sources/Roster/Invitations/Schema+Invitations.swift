extension Schema {
  // `state` is the last state written; `expired` follows from `expire_time`. The token's hash is kept after
  // the answer, so that an old link still shows the outcome.
  //
  // `invitation_sends` is for the rate limits: a row for each mail, kept for the longer of their windows.
  static let invitations = """
    CREATE TABLE invitations (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      account_id INTEGER NOT NULL REFERENCES accounts (id),
      email TEXT NOT NULL,
      email_key TEXT NOT NULL,
      permissions INTEGER NOT NULL,
      membership_expire_time INTEGER,
      language TEXT NOT NULL,
      inviter_kind INTEGER NOT NULL,
      inviter_id INTEGER NOT NULL,
      inviter_name TEXT NOT NULL,
      state INTEGER NOT NULL DEFAULT 1 CHECK (state IN (1, 2, 3, 4)),
      token_hash BLOB NOT NULL UNIQUE,
      expire_time INTEGER NOT NULL,
      send_count INTEGER NOT NULL DEFAULT 1,
      send_time INTEGER NOT NULL,
      accepted_by_user_id INTEGER NOT NULL DEFAULT 0,
      create_time INTEGER NOT NULL,
      update_time INTEGER NOT NULL,
      revision INTEGER NOT NULL DEFAULT 1,
      CHECK ((state = 2) = (accepted_by_user_id <> 0))
    ) STRICT;
    CREATE INDEX invitations_by_account ON invitations (account_id, id);
    CREATE INDEX invitations_by_email ON invitations (email_key, id);
    CREATE INDEX invitations_by_create_time ON invitations (create_time, id);
    CREATE INDEX invitations_by_expire_time ON invitations (expire_time, id);
    CREATE INDEX invitations_pending ON invitations (account_id, expire_time) WHERE state = 1;

    CREATE TABLE invitation_sends (
      id INTEGER PRIMARY KEY,
      account_id INTEGER NOT NULL,
      email_key TEXT NOT NULL,
      time INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX invitation_sends_by_account ON invitation_sends (account_id, time);
    CREATE INDEX invitation_sends_by_email ON invitation_sends (email_key, time);
    CREATE INDEX invitation_sends_by_time ON invitation_sends (time);
    """
}

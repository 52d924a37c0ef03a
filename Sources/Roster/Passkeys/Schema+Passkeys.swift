extension Schema {
  // `user_handle` is what an authenticator knows of the user. A challenge is deleted when it is used; its user
  // is 0 for a sign-in, when the user is not known yet.
  static let passkeys = """
    CREATE TABLE passkeys (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
      credential_id BLOB NOT NULL UNIQUE,
      public_key BLOB NOT NULL,
      sign_count INTEGER NOT NULL,
      label TEXT NOT NULL,
      aaguid BLOB NOT NULL,
      is_backup_eligible INTEGER NOT NULL CHECK (is_backup_eligible IN (0, 1)),
      is_backed_up INTEGER NOT NULL CHECK (is_backed_up IN (0, 1)),
      create_time INTEGER NOT NULL,
      last_use_time INTEGER NOT NULL,
      revision INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX passkeys_by_user ON passkeys (user_id, id);
    CREATE TABLE passkey_users (
      user_id INTEGER PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
      user_handle BLOB NOT NULL UNIQUE
    ) STRICT;
    CREATE TABLE passkey_challenges (
      challenge BLOB PRIMARY KEY,
      purpose INTEGER NOT NULL,
      user_id INTEGER NOT NULL,
      expire_time INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX passkey_challenges_by_expire_time ON passkey_challenges (expire_time);
    """
}

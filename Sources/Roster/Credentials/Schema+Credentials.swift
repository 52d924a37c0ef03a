extension Schema {
  // `hash` says its scheme and parameters. A link is valid until `expire_time`, once, and until the next of its
  // purpose; `email` is the address that it was mailed to.
  static let credentials = """
    ALTER TABLE users ADD COLUMN password_set INTEGER NOT NULL DEFAULT 0 CHECK (password_set IN (0, 1));
    CREATE TABLE passwords (
      user_id INTEGER PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
      hash TEXT NOT NULL,
      must_change INTEGER NOT NULL CHECK (must_change IN (0, 1)),
      change_time INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE security_answers (
      user_id INTEGER PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
      question TEXT NOT NULL,
      hash TEXT NOT NULL
    ) STRICT;
    CREATE TABLE links (
      user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
      purpose INTEGER NOT NULL,
      token_hash BLOB NOT NULL UNIQUE,
      email TEXT NOT NULL,
      expire_time INTEGER NOT NULL,
      PRIMARY KEY (user_id, purpose)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE link_sends (
      address_hash BLOB NOT NULL,
      time INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX link_sends_by_address ON link_sends (address_hash, time);
    CREATE INDEX link_sends_by_time ON link_sends (time);
    """
}

extension Schema {
  // A session that has ended is deleted. `methods` is a set of bits, one for each AuthenticationMethod.
  // `account_id` is 0 for none. `idle_lifetime` is in microseconds.
  static let sessions = """
    CREATE TABLE sessions (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
      token_hash BLOB NOT NULL UNIQUE,
      stage INTEGER NOT NULL CHECK (stage BETWEEN 1 AND 4),
      account_id INTEGER NOT NULL,
      methods INTEGER NOT NULL,
      authenticate_time INTEGER NOT NULL,
      device_label TEXT NOT NULL,
      source_address TEXT NOT NULL,
      impersonator_kind INTEGER NOT NULL,
      impersonator_id INTEGER NOT NULL,
      impersonator_name TEXT NOT NULL,
      create_time INTEGER NOT NULL,
      last_use_time INTEGER NOT NULL,
      idle_lifetime INTEGER NOT NULL,
      expire_time INTEGER NOT NULL,
      revision INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX sessions_by_user ON sessions (user_id, id);
    CREATE INDEX sessions_by_expire_time ON sessions (expire_time);
    """
}

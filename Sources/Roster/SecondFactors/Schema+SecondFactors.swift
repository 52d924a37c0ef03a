extension Schema {
  // `sealed_secret` is encrypted. `last_step` is the time step of the last code that was accepted: a code counts
  // once. It is 0 until there is one. A known device is one that a user signed in from.
  static let secondFactors = """
    ALTER TABLE users ADD COLUMN two_factor_required INTEGER NOT NULL DEFAULT 0
      CHECK (two_factor_required IN (0, 1));
    ALTER TABLE accounts ADD COLUMN two_factor_required INTEGER NOT NULL DEFAULT 0
      CHECK (two_factor_required IN (0, 1));
    CREATE TABLE totp_secrets (
      user_id INTEGER PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
      sealed_secret BLOB NOT NULL,
      is_confirmed INTEGER NOT NULL CHECK (is_confirmed IN (0, 1)),
      last_step INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE recovery_codes (
      user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
      hash BLOB NOT NULL,
      PRIMARY KEY (user_id, hash)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE trusted_devices (
      token_hash BLOB PRIMARY KEY,
      user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
      expire_time INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX trusted_devices_by_user ON trusted_devices (user_id);
    CREATE TABLE known_devices (
      user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
      device_hash BLOB NOT NULL,
      last_time INTEGER NOT NULL,
      PRIMARY KEY (user_id, device_hash)
    ) STRICT, WITHOUT ROWID;
    """
}

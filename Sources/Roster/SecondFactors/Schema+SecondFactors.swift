import SQL

extension Schema {
  // `sealed_secret` is encrypted. `last_step` is the time step of the last code that was accepted: a code
  // counts once. It is 0 until there is one. A known device is one that a user signed in from.
  static func secondFactors(_ sql: any SchemaDialect) -> String {
    """
    ALTER TABLE users ADD COLUMN two_factor_required \(sql.integer) NOT NULL DEFAULT 0
      CHECK (two_factor_required IN (0, 1));
    ALTER TABLE accounts ADD COLUMN two_factor_required \(sql.integer) NOT NULL DEFAULT 0
      CHECK (two_factor_required IN (0, 1));
    CREATE TABLE totp_secrets (
      user_id \(sql.rowKey) REFERENCES users (id) ON DELETE CASCADE,
      sealed_secret \(sql.blob) NOT NULL,
      is_confirmed \(sql.integer) NOT NULL CHECK (is_confirmed IN (0, 1)),
      last_step \(sql.integer) NOT NULL
    )\(sql.tableEnd);
    CREATE TABLE recovery_codes (
      user_id \(sql.integer) NOT NULL REFERENCES users (id) ON DELETE CASCADE,
      hash \(sql.blob) NOT NULL,
      PRIMARY KEY (user_id, hash)
    )\(sql.keyedTableEnd);
    CREATE TABLE trusted_devices (
      token_hash \(sql.blob) PRIMARY KEY,
      user_id \(sql.integer) NOT NULL REFERENCES users (id) ON DELETE CASCADE,
      expire_time \(sql.integer) NOT NULL
    )\(sql.keyedTableEnd);
    CREATE INDEX trusted_devices_by_user ON trusted_devices (user_id);
    CREATE TABLE known_devices (
      user_id \(sql.integer) NOT NULL REFERENCES users (id) ON DELETE CASCADE,
      device_hash \(sql.blob) NOT NULL,
      last_time \(sql.integer) NOT NULL,
      PRIMARY KEY (user_id, device_hash)
    )\(sql.keyedTableEnd);
    """
  }
}

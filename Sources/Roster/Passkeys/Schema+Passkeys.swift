import SQL

extension Schema {
  // `user_handle` is what an authenticator knows of the user. A challenge is deleted when it is used; its
  // user is 0 for a sign-in, when the user is not known yet.
  static func passkeys(_ sql: any SchemaDialect) -> String {
    """
    CREATE TABLE passkeys (
      id \(sql.identity),
      user_id \(sql.integer) NOT NULL REFERENCES users (id) ON DELETE CASCADE,
      credential_id \(sql.blob) NOT NULL UNIQUE,
      public_key \(sql.blob) NOT NULL,
      sign_count \(sql.integer) NOT NULL,
      label \(sql.text) NOT NULL,
      aaguid \(sql.blob) NOT NULL,
      is_backup_eligible \(sql.integer) NOT NULL CHECK (is_backup_eligible IN (0, 1)),
      is_backed_up \(sql.integer) NOT NULL CHECK (is_backed_up IN (0, 1)),
      create_time \(sql.integer) NOT NULL,
      last_use_time \(sql.integer) NOT NULL,
      revision \(sql.integer) NOT NULL
    )\(sql.tableEnd);
    CREATE INDEX passkeys_by_user ON passkeys (user_id, id);
    CREATE TABLE passkey_users (
      user_id \(sql.rowKey) REFERENCES users (id) ON DELETE CASCADE,
      user_handle \(sql.blob) NOT NULL UNIQUE
    )\(sql.tableEnd);
    CREATE TABLE passkey_challenges (
      challenge \(sql.blob) PRIMARY KEY,
      purpose \(sql.integer) NOT NULL,
      user_id \(sql.integer) NOT NULL,
      expire_time \(sql.integer) NOT NULL
    )\(sql.keyedTableEnd);
    CREATE INDEX passkey_challenges_by_expire_time ON passkey_challenges (expire_time);
    """
  }
}

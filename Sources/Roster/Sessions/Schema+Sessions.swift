import SQL

extension Schema {
  // A session that has ended is deleted. `methods` is a set of bits, one for each AuthenticationMethod.
  // `account_id` is 0 for none. `idle_lifetime` is in microseconds.
  static func sessions(_ sql: any SchemaDialect) -> String {
    """
    CREATE TABLE sessions (
      id \(sql.identity),
      user_id \(sql.integer) NOT NULL REFERENCES users (id) ON DELETE CASCADE,
      token_hash \(sql.blob) NOT NULL UNIQUE,
      stage \(sql.integer) NOT NULL CHECK (stage BETWEEN 1 AND 4),
      account_id \(sql.integer) NOT NULL,
      methods \(sql.integer) NOT NULL,
      authenticate_time \(sql.integer) NOT NULL,
      device_label \(sql.text) NOT NULL,
      source_address \(sql.text) NOT NULL,
      impersonator_kind \(sql.integer) NOT NULL,
      impersonator_id \(sql.integer) NOT NULL,
      impersonator_name \(sql.text) NOT NULL,
      create_time \(sql.integer) NOT NULL,
      last_use_time \(sql.integer) NOT NULL,
      idle_lifetime \(sql.integer) NOT NULL,
      expire_time \(sql.integer) NOT NULL,
      revision \(sql.integer) NOT NULL
    )\(sql.tableEnd);
    CREATE INDEX sessions_by_user ON sessions (user_id, id);
    CREATE INDEX sessions_by_expire_time ON sessions (expire_time);
    """
  }
}

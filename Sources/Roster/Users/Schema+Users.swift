import SQL

extension Schema {
  static let usersByText = SubstringIndex(table: "users", column: "search_text")

  static func users(_ sql: any SchemaDialect) -> String {
    """
    CREATE TABLE users (
      id \(sql.identity),
      email \(sql.text) NOT NULL,
      email_key \(sql.text) NOT NULL UNIQUE,
      first_name \(sql.text) NOT NULL,
      last_name \(sql.text) NOT NULL,
      name_key \(sql.text) NOT NULL,
      search_text \(sql.text) NOT NULL,
      language \(sql.text) NOT NULL,
      state \(sql.integer) NOT NULL DEFAULT 1 CHECK (state IN (1, 2)),
      two_factor_enabled \(sql.integer) NOT NULL DEFAULT 0 CHECK (two_factor_enabled IN (0, 1)),
      security_question_set \(sql.integer) NOT NULL DEFAULT 0 CHECK (security_question_set IN (0, 1)),
      email_verified \(sql.integer) NOT NULL DEFAULT 0 CHECK (email_verified IN (0, 1)),
      verification \(sql.integer) NOT NULL DEFAULT 1 CHECK (verification BETWEEN 1 AND 6),
      last_login_time \(sql.integer) NOT NULL DEFAULT 0,
      create_time \(sql.integer) NOT NULL,
      update_time \(sql.integer) NOT NULL,
      revision \(sql.integer) NOT NULL DEFAULT 1
    )\(sql.tableEnd);
    CREATE INDEX users_by_name ON users (name_key, id);
    CREATE INDEX users_by_create_time ON users (create_time, id);
    CREATE INDEX users_by_last_login_time ON users (last_login_time, id);
    -- The few that a filter asks for, so that a page of them is no walk through all.
    CREATE INDEX users_locked ON users (id) WHERE state = 2;
    CREATE INDEX users_with_two_factor ON users (id) WHERE two_factor_enabled = 1;
    CREATE INDEX users_with_security_question ON users (id) WHERE security_question_set = 1;
    CREATE INDEX users_with_verified_email ON users (id) WHERE email_verified = 1;
    CREATE INDEX users_in_verification ON users (id) WHERE verification <> 1;
    """
  }
}

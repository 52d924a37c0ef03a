import SQL

extension Schema {
  static func memberships(_ sql: any SchemaDialect) -> String {
    """
    CREATE TABLE memberships (
      account_id \(sql.integer) NOT NULL REFERENCES accounts (id),
      user_id \(sql.integer) NOT NULL REFERENCES users (id),
      permissions \(sql.integer) NOT NULL,
      last_login_time \(sql.integer),
      expire_time \(sql.integer),
      create_time \(sql.integer) NOT NULL,
      update_time \(sql.integer) NOT NULL,
      revision \(sql.integer) NOT NULL DEFAULT 1,
      PRIMARY KEY (account_id, user_id)
    )\(sql.keyedTableEnd);
    CREATE INDEX memberships_by_user ON memberships (user_id, account_id);\
    \(sql.addition(of: ownersMembership))
    """
  }
}

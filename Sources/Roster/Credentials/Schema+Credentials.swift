import SQL

extension Schema {
  // `hash` says its scheme and parameters. A link is valid until `expire_time`, once, and until the next of
  // its purpose; `email` is the address that it was mailed to.
  static func credentials(_ sql: any SchemaDialect) -> String {
    """
    ALTER TABLE users ADD COLUMN password_set \(sql.integer) NOT NULL DEFAULT 0
      CHECK (password_set IN (0, 1));
    CREATE TABLE passwords (
      user_id \(sql.rowKey) REFERENCES users (id) ON DELETE CASCADE,
      hash \(sql.text) NOT NULL,
      must_change \(sql.integer) NOT NULL CHECK (must_change IN (0, 1)),
      change_time \(sql.integer) NOT NULL
    )\(sql.tableEnd);
    CREATE TABLE security_answers (
      user_id \(sql.rowKey) REFERENCES users (id) ON DELETE CASCADE,
      question \(sql.text) NOT NULL,
      hash \(sql.text) NOT NULL
    )\(sql.tableEnd);
    CREATE TABLE links (
      user_id \(sql.integer) NOT NULL REFERENCES users (id) ON DELETE CASCADE,
      purpose \(sql.integer) NOT NULL,
      token_hash \(sql.blob) NOT NULL UNIQUE,
      email \(sql.text) NOT NULL,
      expire_time \(sql.integer) NOT NULL,
      PRIMARY KEY (user_id, purpose)
    )\(sql.keyedTableEnd);
    CREATE TABLE link_sends (
      id \(sql.identity),
      address_hash \(sql.blob) NOT NULL,
      time \(sql.integer) NOT NULL
    )\(sql.tableEnd);
    CREATE INDEX link_sends_by_address ON link_sends (address_hash, time);
    CREATE INDEX link_sends_by_time ON link_sends (time);
    """
  }
}

import SQL

extension Schema {
  // The stage and its expiry are columns of the user; every reader computes the current stage. A row exists
  // for each user who has placed an order. Missing times are NULL.
  static func verification(_ sql: any SchemaDialect) -> String {
    """
    ALTER TABLE users ADD COLUMN verification_expire_time \(sql.integer);
    CREATE TABLE user_verifications (
      user_id \(sql.integer) PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
      order_time \(sql.integer) NOT NULL,
      provider \(sql.text) NOT NULL DEFAULT '',
      request_time \(sql.integer),
      submit_time \(sql.integer),
      decide_time \(sql.integer),
      note \(sql.text) NOT NULL DEFAULT ''
    )\(sql.tableEnd);
    """
  }
}

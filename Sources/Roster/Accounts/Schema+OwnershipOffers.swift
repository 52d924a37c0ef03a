import SQL

extension Schema {
  // One offer an account; it is deleted when it ends.
  static func ownershipOffers(_ sql: any SchemaDialect) -> String {
    """
    CREATE TABLE ownership_offers (
      account_id \(sql.rowKey) REFERENCES accounts (id) ON DELETE CASCADE,
      user_id \(sql.integer) NOT NULL REFERENCES users (id) ON DELETE CASCADE,
      former_owner_permissions \(sql.integer) NOT NULL,
      create_time \(sql.integer) NOT NULL,
      expire_time \(sql.integer) NOT NULL,
      revision \(sql.integer) NOT NULL
    )\(sql.tableEnd);
    """
  }
}

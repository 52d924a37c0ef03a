import SQL

extension Schema {
  static let accountsByText = SubstringIndex(table: "accounts", column: "name_key")

  static let ownersMembership = DeferredKey(
    of: "accounts",
    "id, owner_user_id",
    to: "memberships (account_id, user_id)",
    reason: "The owner is a member like any other: the account cannot be left without one."
  )

  static func accounts(_ sql: any SchemaDialect) -> String {
    """
    CREATE TABLE accounts (
      id \(sql.identity),
      name \(sql.text) NOT NULL,
      name_key \(sql.text) NOT NULL,
      state \(sql.integer) NOT NULL DEFAULT 1 CHECK (state IN (1, 2)),
      owner_user_id \(sql.integer) NOT NULL,
      create_time \(sql.integer) NOT NULL,
      update_time \(sql.integer) NOT NULL,
      revision \(sql.integer) NOT NULL DEFAULT 1\(sql.definition(of: ownersMembership))
    )\(sql.tableEnd);
    CREATE INDEX accounts_by_name ON accounts (name_key, id);
    CREATE INDEX accounts_by_create_time ON accounts (create_time, id);
    CREATE INDEX accounts_by_owner ON accounts (owner_user_id, id);
    """
  }
}

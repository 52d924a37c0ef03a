import SQL

extension Schema {
  // A deleted principal is kept, without a role, because its keys refer to it: so a revoked token is reported
  // differently from an unknown one.
  static func staff(_ sql: any SchemaDialect) -> String {
    """
    CREATE TABLE roles (
      id \(sql.rowKey),
      name \(sql.text) NOT NULL UNIQUE,
      grants \(sql.text) NOT NULL,
      built_in \(sql.integer) NOT NULL DEFAULT 0 CHECK (built_in IN (0, 1)),
      create_time \(sql.integer) NOT NULL,
      update_time \(sql.integer) NOT NULL,
      revision \(sql.integer) NOT NULL DEFAULT 1
    )\(sql.tableEnd);

    CREATE TABLE principals (
      id \(sql.identity),
      kind \(sql.integer) NOT NULL CHECK (kind IN (1, 2)),
      name \(sql.text) NOT NULL,
      name_key \(sql.text) NOT NULL,
      role \(sql.text) REFERENCES roles (name),
      create_time \(sql.integer) NOT NULL,
      update_time \(sql.integer) NOT NULL,
      delete_time \(sql.integer),
      revision \(sql.integer) NOT NULL DEFAULT 1,
      CHECK ((role IS NULL) = (delete_time IS NOT NULL))
    )\(sql.tableEnd);
    CREATE UNIQUE INDEX principals_by_name ON principals (name_key) WHERE delete_time IS NULL;
    CREATE INDEX principals_by_role ON principals (role, id);

    CREATE TABLE api_keys (
      id \(sql.identity),
      principal_id \(sql.integer) NOT NULL REFERENCES principals (id),
      label \(sql.text) NOT NULL,
      token_hash \(sql.blob) NOT NULL UNIQUE,
      create_time \(sql.integer) NOT NULL,
      expire_time \(sql.integer),
      last_used_time \(sql.integer),
      revoke_time \(sql.integer)
    )\(sql.tableEnd);
    CREATE INDEX api_keys_by_principal ON api_keys (principal_id, id);
    """
  }
}

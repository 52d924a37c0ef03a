import SQL

extension Schema {
  // One row for each setting that was ever changed; NULL means the default. `update_time` and `revision` are
  // those of the last change to it: the highest are those of the settings as a whole.
  static func settings(_ sql: any SchemaDialect) -> String {
    """
    CREATE TABLE settings (
      name \(sql.text) PRIMARY KEY,
      value \(sql.text),
      update_time \(sql.integer) NOT NULL,
      revision \(sql.integer) NOT NULL
    )\(sql.keyedTableEnd);
    """
  }
}

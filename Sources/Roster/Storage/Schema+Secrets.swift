import SQL

extension Schema {
  static func secrets(_ sql: any SchemaDialect) -> String {
    """
    -- Keys that this installation made for itself and nobody sees.
    CREATE TABLE secrets (
      name \(sql.text) PRIMARY KEY,
      value \(sql.blob) NOT NULL
    )\(sql.tableEnd);
    """
  }
}

import SQL

extension Schema {
  // Failures that were counted, and when the last one was. `key` is a hash of what they are counted for: what
  // somebody types as an address need not be one.
  static func throttling(_ sql: any SchemaDialect) -> String {
    """
    CREATE TABLE throttles (
      scope \(sql.integer) NOT NULL,
      key \(sql.blob) NOT NULL,
      failures \(sql.integer) NOT NULL,
      last_time \(sql.integer) NOT NULL,
      PRIMARY KEY (scope, key)
    )\(sql.keyedTableEnd);
    CREATE INDEX throttles_by_last_time ON throttles (last_time);
    """
  }
}

import SQL

extension Schema {
  static func requestIDs(_ sql: any SchemaDialect) -> String {
    """
    CREATE TABLE request_ids (
      caller_kind \(sql.integer) NOT NULL,
      caller_id \(sql.integer) NOT NULL,
      request_id \(sql.text) NOT NULL,
      method \(sql.text) NOT NULL,
      request_hash \(sql.blob) NOT NULL,
      reply \(sql.blob) NOT NULL,
      create_time \(sql.integer) NOT NULL,
      PRIMARY KEY (caller_kind, caller_id, request_id)
    )\(sql.keyedTableEnd);
    CREATE INDEX request_ids_by_create_time ON request_ids (create_time);
    """
  }
}

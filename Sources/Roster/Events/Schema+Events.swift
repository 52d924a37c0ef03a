import SQL

extension Schema {
  // `record` is the event as hashed; the other columns are for filters.
  static func events(_ sql: any SchemaDialect) -> String {
    """
    CREATE TABLE events (
      id \(sql.integer) PRIMARY KEY,
      time \(sql.integer) NOT NULL,
      actor_kind \(sql.integer) NOT NULL,
      actor_id \(sql.integer) NOT NULL,
      target_kind \(sql.integer) NOT NULL,
      target_id \(sql.integer) NOT NULL,
      account_id \(sql.integer) NOT NULL,
      kind \(sql.text) NOT NULL,
      request_id \(sql.text),
      record \(sql.blob) NOT NULL,
      hash \(sql.blob) NOT NULL
    )\(sql.tableEnd);
    CREATE INDEX events_by_actor ON events (actor_kind, actor_id, id);
    CREATE INDEX events_by_target ON events (target_kind, target_id, id);
    CREATE INDEX events_by_account ON events (account_id, id) WHERE account_id <> 0;
    CREATE INDEX events_by_kind ON events (kind, id);
    CREATE INDEX events_by_request_id ON events (request_id, id) WHERE request_id IS NOT NULL;
    \(sql.appendOnly("events"))
    """
  }
}

extension Schema {
  // Failures that were counted, and when the last one was. `key` is a hash of what they are counted for: what
  // somebody types as an address need not be one.
  static let throttling = """
    CREATE TABLE throttles (
      scope INTEGER NOT NULL,
      key BLOB NOT NULL,
      failures INTEGER NOT NULL,
      last_time INTEGER NOT NULL,
      PRIMARY KEY (scope, key)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX throttles_by_last_time ON throttles (last_time);
    """
}

extension Schema {
  // One row for each setting that was ever changed; NULL means the default. `update_time` and `revision` are
  // those of the last change to it: the highest are those of the settings as a whole.
  static let settings = """
    CREATE TABLE settings (
      name TEXT PRIMARY KEY,
      value TEXT,
      update_time INTEGER NOT NULL,
      revision INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    """
}

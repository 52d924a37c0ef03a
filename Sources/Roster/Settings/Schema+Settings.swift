extension Schema {
  // A row a setting that was ever changed; its value is NULL where it is the default again. `update_time` and
  // `revision` are those which that change gave the settings: the highest revision is their own.
  static let settings = """
    CREATE TABLE settings (
      name TEXT PRIMARY KEY,
      value TEXT,
      update_time INTEGER NOT NULL,
      revision INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    """
}

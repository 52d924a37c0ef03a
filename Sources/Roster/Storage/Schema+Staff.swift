extension Schema {
  // A deleted principal is kept, without a role, because its keys refer to it: so a revoked token is reported
  // differently from an unknown one.
  static let staff = """
    CREATE TABLE roles (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      grants TEXT NOT NULL,
      built_in INTEGER NOT NULL DEFAULT 0 CHECK (built_in IN (0, 1)),
      create_time INTEGER NOT NULL,
      update_time INTEGER NOT NULL,
      revision INTEGER NOT NULL DEFAULT 1
    ) STRICT;

    CREATE TABLE principals (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      kind INTEGER NOT NULL CHECK (kind IN (1, 2)),
      name TEXT NOT NULL,
      name_key TEXT NOT NULL,
      role TEXT REFERENCES roles (name),
      create_time INTEGER NOT NULL,
      update_time INTEGER NOT NULL,
      delete_time INTEGER,
      revision INTEGER NOT NULL DEFAULT 1,
      CHECK ((role IS NULL) = (delete_time IS NOT NULL))
    ) STRICT;
    CREATE UNIQUE INDEX principals_by_name ON principals (name_key) WHERE delete_time IS NULL;
    CREATE INDEX principals_by_role ON principals (role, id);

    CREATE TABLE api_keys (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      principal_id INTEGER NOT NULL REFERENCES principals (id),
      label TEXT NOT NULL,
      token_hash BLOB NOT NULL UNIQUE,
      create_time INTEGER NOT NULL,
      expire_time INTEGER,
      last_used_time INTEGER,
      revoke_time INTEGER
    ) STRICT;
    CREATE INDEX api_keys_by_principal ON api_keys (principal_id, id);

    -- Keys that this installation made for itself and nobody sees.
    CREATE TABLE secrets (
      name TEXT PRIMARY KEY,
      value BLOB NOT NULL
    ) STRICT;
    """
}

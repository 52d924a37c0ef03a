import SQL

extension SQLiteDialect {
  var integer: String { "INTEGER" }
  // Compared by memcmp, which is the default collation.
  var text: String { "TEXT" }
  var blob: String { "BLOB" }
  var identity: String { "INTEGER PRIMARY KEY AUTOINCREMENT" }
  var rowKey: String { "INTEGER PRIMARY KEY" }

  var emptyBlob: String { "x''" }
  // A comparison is a number already.
  func flag(_ condition: String) -> String { condition }

  var tableEnd: String { " STRICT" }
  var keyedTableEnd: String { " STRICT, WITHOUT ROWID" }

  func definition(of key: DeferredKey) -> String {
    """
    ,
      -- \(key.reason)
      FOREIGN KEY (\(key.columns)) REFERENCES \(key.target) DEFERRABLE INITIALLY DEFERRED
    """
  }

  /// A key may refer to a table that does not exist yet.
  func addition(of key: DeferredKey) -> String { "" }

  func appendOnly(_ table: String) -> String {
    """
    -- REPLACE deletes without asking the trigger below.
    CREATE TRIGGER \(table)_appended BEFORE INSERT ON \(table)
    WHEN NEW.id <> (SELECT coalesce(max(id), 0) + 1 FROM \(table)) BEGIN
      SELECT RAISE(ABORT, '\(table) are append-only');
    END;
    CREATE TRIGGER \(table)_not_updated BEFORE UPDATE ON \(table) BEGIN
      SELECT RAISE(ABORT, '\(table) are append-only');
    END;
    CREATE TRIGGER \(table)_not_deleted BEFORE DELETE ON \(table) BEGIN
      SELECT RAISE(ABORT, '\(table) are append-only');
    END;
    """
  }

  func createSubstringIndex(_ index: SubstringIndex) -> String {
    let (table, key, column) = (index.table, index.key, index.column)
    let (trigrams, changes) = (index.trigrams, index.changes)
    return """
      CREATE VIRTUAL TABLE \(trigrams) USING fts5(
        text, content = '', detail = none, columnsize = 0, tokenize = 'trigram case_sensitive 1'
      );
      INSERT INTO \(trigrams) (rowid, text)
        SELECT \(key), \(column) FROM \(table) WHERE \(column) IS NOT NULL;
      CREATE TABLE \(changes) (seq INTEGER PRIMARY KEY, id INTEGER NOT NULL, old TEXT, new TEXT) STRICT;
      CREATE TRIGGER \(index.name)_inserted AFTER INSERT ON \(table) BEGIN
        INSERT INTO \(changes) (id, old, new) VALUES (new.\(key), NULL, new.\(column));
      END;
      CREATE TRIGGER \(index.name)_updated AFTER UPDATE OF \(column) ON \(table)
      WHEN old.\(column) IS NOT new.\(column) BEGIN
        INSERT INTO \(changes) (id, old, new) VALUES (old.\(key), old.\(column), new.\(column));
      END;
      CREATE TRIGGER \(index.name)_deleted AFTER DELETE ON \(table) BEGIN
        INSERT INTO \(changes) (id, old, new) VALUES (old.\(key), old.\(column), NULL);
      END;
      """
  }

  func leaveMerging(of index: SubstringIndex) -> String {
    // FTS5 would merge inside the transactions that write, hundreds of ms at once. 1,999 is its maximum.
    """
    INSERT INTO \(index.trigrams) (\(index.trigrams), rank) VALUES ('automerge', 0);
    INSERT INTO \(index.trigrams) (\(index.trigrams), rank) VALUES ('crisismerge', 1999);
    """
  }
}

extension SubstringIndex {
  /// What the names of its tables and triggers begin with.
  var name: String { "\(table)_\(column)" }
  var trigrams: String { "\(name)_trigrams" }
  var changes: String { "\(name)_changes" }
}

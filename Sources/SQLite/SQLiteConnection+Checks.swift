import SQL

extension SQLiteConnection {
  /// The faults of the database file, one a line; empty if it is sound. Reads the whole file.
  package func integrityCheck() throws -> [String] {
    let lines = try all(sql: "PRAGMA integrity_check") { $0.text(0) }
    let broken = try all(sql: "PRAGMA foreign_key_check") {
      "row \($0.int64(1)) of \($0.text(0)) refers to a row of \($0.text(2)) that does not exist"
    }
    return (lines == ["ok"] ? [] : lines) + broken
  }

  /// How this database's tables, indexes, triggers and views differ from those that migrations make.
  package func schemaDifferences(from migrations: [Migration]) throws -> [SchemaDifference] {
    let sound = try SQLiteDatabase.openInMemory()
    try Migrator(migrations).migrate(sound, now: 0)
    let (present, expected) = (try schemaObjects(), try sound.schemaObjects())
    return Set(present.keys).union(expected.keys).sorted().compactMap { name in
      switch (present[name], expected[name]) {
      case (nil, let missing?): SchemaDifference(.missing, name, missing)
      case (let unexpected?, nil): SchemaDifference(.unexpected, name, unexpected)
      case (let changed?, let original?) where changed != original:
        SchemaDifference(.changed, name, original)
      default: nil
      }
    }
  }

  /// The schema by name, without SQLite's own objects. The tables behind a virtual table are only listed,
  /// since their text belongs to the library.
  fileprivate func schemaObjects() throws -> [String: SchemaObject] {
    let objects = try all(
      sql: """
        SELECT s.type, s.name, CASE WHEN l.type = 'shadow' THEN '' ELSE s.sql END
        FROM sqlite_schema AS s
        LEFT JOIN pragma_table_list AS l ON l.schema = 'main' AND l.name = s.name
        WHERE s.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
        """
    ) { row in (row.text(1), SchemaObject(type: row.text(0), sql: row.text(2))) }
    return Dictionary(objects) { first, _ in first }
  }
}

/// A table, index, trigger or view.
struct SchemaObject: Equatable {
  let type: String
  /// The statement that creates it.
  let sql: String
}

/// One difference between a database and its expected schema.
package struct SchemaDifference: Sendable, Equatable {
  package enum Kind: Sendable {
    case missing, changed, unexpected
  }

  package let kind: Kind
  /// `table`, `index`, `trigger` or `view`.
  package let type: String
  package let name: String
  /// The statement that creates it: the expected one, if it is missing or changed.
  package let sql: String

  init(_ kind: Kind, _ name: String, _ object: SchemaObject) {
    self.kind = kind
    self.name = name
    type = object.type
    sql = object.sql
  }
}

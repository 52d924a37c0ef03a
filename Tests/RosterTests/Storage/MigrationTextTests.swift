import Roster
import SQL
import SQLite
import Testing

@Suite("The text of the migrations")
struct MigrationTextTests {
  /// What databases have recorded of each, in order. A line is added with a migration and never edited.
  private static let checksums: [Int64] = [
    4_166_694_528_566_912_393, -2_935_630_825_463_466_993, 7_011_027_213_647_765_748,
    -980_712_370_849_089_353, -7_877_431_868_342_894_143, -4_264_635_685_394_555_472,
    -2_850_383_008_242_694_392, -8_287_111_572_018_757_615, -8_642_386_423_527_788_803,
    6_675_679_005_378_008_367, -3_028_419_321_771_019_671, -6_423_186_434_597_593_291,
    286_554_927_384_291_748,
  ]

  @Test("is byte for byte the one that the databases of SQLite were made with")
  func unchanged() throws {
    let db = try SQLiteDatabase.openInMemory()
    let migrator = try Migrator(Schema.migrations(for: db.dialect))
    try migrator.migrate(db, now: 0)
    #expect(try migrator.status(of: db).applied.map(\.checksum) == Self.checksums)
  }

  @Test("takes every word that differs between engines from the dialect")
  func words() {
    let text = Schema.migrations(for: MarkedDialect()).map(\.sql).joined(separator: "\n")
    let words = text.split { !$0.isLetter && !$0.isNumber && $0 != "_" }
    let left = Set(words).intersection([
      "INTEGER", "TEXT", "BLOB", "REAL", "AUTOINCREMENT", "STRICT", "ROWID", "DEFERRABLE", "TRIGGER", "RAISE",
      "VIRTUAL", "instr",
    ])
    #expect(left == [])
    #expect(!text.contains("x'"))
    #expect(text.contains("\n  id ‹identity›,\n  email ‹text› NOT NULL,\n"))
    #expect(text.contains("\n  id ‹integer› PRIMARY KEY,\n  time ‹integer› NOT NULL,\n"))
    #expect(text.contains("\n  id ‹row key›,\n  name ‹text› NOT NULL UNIQUE,\n"))
    #expect(text.contains("\n  record ‹blob› NOT NULL,\n  hash ‹blob› NOT NULL\n)‹end›;\n"))
    #expect(text.contains("\n  revision ‹integer› NOT NULL DEFAULT 1‹key of accounts›\n)‹end›;\n"))
    #expect(text.contains("\n  PRIMARY KEY (account_id, user_id)\n)‹keyed end›;\n"))
    #expect(text.contains(" ON memberships (user_id, account_id);‹added to accounts›\n"))
    #expect(text.contains("‹append only: events›\n"))
    #expect(text.contains(" attempts, ‹1 if attempts > 0›, next_attempt_time,"))
    #expect(text.contains(" LIMIT 1), ‹no bytes›),\n"))
    #expect(text.contains("‹index of users.search_text›\n‹index of accounts.name_key›\n"))
  }
}

/// Gives a mark for each word.
private struct MarkedDialect: SchemaDialect {
  var integer: String { "‹integer›" }
  var text: String { "‹text›" }
  var blob: String { "‹blob›" }
  var identity: String { "‹identity›" }
  var rowKey: String { "‹row key›" }
  var emptyBlob: String { "‹no bytes›" }
  var tableEnd: String { "‹end›" }
  var keyedTableEnd: String { "‹keyed end›" }

  func flag(_ condition: String) -> String { "‹1 if \(condition)›" }
  func definition(of key: DeferredKey) -> String { "‹key of \(key.table)›" }
  func addition(of key: DeferredKey) -> String { "‹added to \(key.table)›" }
  func appendOnly(_ table: String) -> String { "‹append only: \(table)›" }

  func createSubstringIndex(_ index: SubstringIndex) -> String { "‹index of \(index.table).\(index.column)›" }
  func leaveMerging(of index: SubstringIndex) -> String { "‹no merging of \(index.table)›" }
}

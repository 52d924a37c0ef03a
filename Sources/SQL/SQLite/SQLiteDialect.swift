/// Substring search by an FTS5 trigram index (sqlite.org/fts5.html#the_trigram_tokenizer).
///
/// The index only proposes rows: each is verified against its column. It holds no text of its own
/// (`content=''`), no positions (`detail=none`) and no sizes, a third of a full index.
///
/// Writing to FTS5 costs about 80 µs a changed row, and it writes out what it has gathered at every
/// savepoint. So a change only notes its row in a table of rows to index (2 µs); a search proposes those
/// as well, and ``maintainSubstringIndex(_:isIdle:on:)`` moves them into the index thousands at a time,
/// about 12 µs a row.
struct SQLiteDialect: Dialect {
  /// Rows to index at which the work is done when the writer is idle. A search verifies that many extra
  /// rows at most: about 2 ms.
  static let dueWhenIdle: Int64 = 4_096
  /// Rows to index at which it is done though writes wait.
  static let dueWhenBusy: Int64 = 16_384
  /// Rows indexed at once: some 60 ms.
  static let rowsAtOnce: Int64 = 4_096

  /// Proposed rows above which walking the table in the order of the list finds a page sooner.
  static let selectiveRows: Int64 = 10_000
  /// Trigrams asked of the index; those of a longer needle are left to the verification.
  static let maximumTrigrams = 32

  func createSubstringIndex(_ index: SubstringIndex) -> String {
    let (table, key, column) = (index.table, index.key, index.column)
    let (trigrams, unindexed) = (index.trigrams, index.unindexed)
    // The conditions stand in place of INSERT OR IGNORE, which would become whatever the statement says
    // that fires the trigger. `indexed_text` stays that of the first change: what the index still holds.
    return """
      CREATE VIRTUAL TABLE \(trigrams) USING fts5(
        text, content = '', detail = none, columnsize = 0, tokenize = 'trigram case_sensitive 1'
      );
      INSERT INTO \(trigrams) (rowid, text) SELECT \(key), \(column) FROM \(table) WHERE \(column) IS NOT NULL;
      CREATE TABLE \(unindexed) (id INTEGER PRIMARY KEY, indexed_text TEXT) STRICT;
      CREATE TRIGGER \(index.name)_inserted AFTER INSERT ON \(table) BEGIN
        INSERT INTO \(unindexed) (id, indexed_text) SELECT new.\(key), NULL
          WHERE NOT EXISTS (SELECT 1 FROM \(unindexed) WHERE id = new.\(key));
      END;
      CREATE TRIGGER \(index.name)_updated AFTER UPDATE OF \(column) ON \(table)
      WHEN old.\(column) IS NOT new.\(column) BEGIN
        INSERT INTO \(unindexed) (id, indexed_text) SELECT old.\(key), old.\(column)
          WHERE NOT EXISTS (SELECT 1 FROM \(unindexed) WHERE id = old.\(key));
      END;
      CREATE TRIGGER \(index.name)_deleted AFTER DELETE ON \(table) BEGIN
        INSERT INTO \(unindexed) (id, indexed_text) SELECT old.\(key), old.\(column)
          WHERE NOT EXISTS (SELECT 1 FROM \(unindexed) WHERE id = old.\(key));
      END;
      """
  }

  func substringCondition(
    _ index: SubstringIndex, contains needle: String, parameter: Int, on connection: any Connection
  ) throws(SQLError) -> SubstringCondition {
    let column = "\(index.table).\(index.column)"
    guard let pattern = Self.pattern(needle), try isSelective(pattern, index, on: connection) else {
      return SubstringCondition(sql: "instr(\(column), $\(parameter)) > 0", values: [needle])
    }
    let sql = """
      \(index.table).\(index.key) IN (
        SELECT rowid FROM \(index.trigrams) WHERE \(index.trigrams) MATCH $\(parameter)
        UNION ALL SELECT id FROM \(index.unindexed)
      ) AND instr(\(column), $\(parameter + 1)) > 0
      """
    return SubstringCondition(sql: sql, values: [pattern, needle])
  }

  private func isSelective(
    _ pattern: String, _ index: SubstringIndex, on connection: any Connection
  ) throws(SQLError) -> Bool {
    let proposed = try connection.integer(
      """
      SELECT count(*) FROM (
        SELECT 1 FROM \(index.trigrams) WHERE \(index.trigrams) MATCH $1 LIMIT \(Self.selectiveRows + 1)
      )
      """,
      [pattern]
    )
    return proposed <= Self.selectiveRows
  }

  /// The needle's trigrams as an FTS5 query that asks for all of them; nil if it has none.
  ///
  /// Trigrams rather than LIKE: the index does not serve LIKE with ESCAPE, nor longer words without positions.
  static func pattern(_ needle: String) -> String? {
    let scalars = Array(needle.unicodeScalars)
    // FTS5 reads its query up to the first NUL.
    guard scalars.count >= 3, !scalars.contains("\0") else { return nil }
    var seen: Set<String> = []
    var words: [String] = []
    for start in 0...(scalars.count - 3) where words.count < maximumTrigrams {
      var trigram = ""
      trigram.unicodeScalars.append(contentsOf: scalars[start..<start + 3])
      guard seen.insert(trigram).inserted else { continue }
      words.append("\"" + trigram.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\"")
    }
    return words.joined(separator: " ")
  }

  func maintainSubstringIndex(
    _ index: SubstringIndex, isIdle: Bool, on connection: any Connection
  ) throws(SQLError) -> Bool {
    let due = isIdle ? Self.dueWhenIdle : Self.dueWhenBusy
    let waiting = try connection.integer("SELECT count(*) FROM \(index.unindexed)")
    guard waiting >= due else { return false }
    try indexRows(Self.rowsAtOnce, index, on: connection)
    return waiting - Self.rowsAtOnce >= due
  }

  /// Takes the old text of each row out of the index and puts the present one in. In order of rowid, as
  /// FTS5 gathers changes in memory only while rowids ascend.
  func indexRows(
    _ count: Int64, _ index: SubstringIndex, on connection: any Connection
  ) throws(SQLError) {
    let (trigrams, unindexed) = (index.trigrams, index.unindexed)
    let last = try connection.integer(
      "SELECT max(id) FROM (SELECT id FROM \(unindexed) ORDER BY id LIMIT $1)", [count]
    )
    try connection.run(
      sql: """
        INSERT INTO \(trigrams) (\(trigrams), rowid, text)
        SELECT command, id, text FROM (
          SELECT 'delete' AS command, id, 0 AS step, indexed_text AS text FROM \(unindexed)
          WHERE id <= $1 AND indexed_text IS NOT NULL
          UNION ALL
          SELECT NULL, u.id, 1, t.\(index.column) FROM \(unindexed) AS u
          JOIN \(index.table) AS t ON t.\(index.key) = u.id
          WHERE u.id <= $1 AND t.\(index.column) IS NOT NULL
        ) ORDER BY id, step
        """,
      values: [last]
    )
    try connection.run(sql: "DELETE FROM \(unindexed) WHERE id <= $1", values: [last])
  }
}

extension SubstringIndex {
  fileprivate var name: String { "\(table)_\(column)" }
  fileprivate var trigrams: String { "\(name)_trigrams" }
  fileprivate var unindexed: String { "\(name)_unindexed" }
}

extension Connection {
  /// The one integer a query answers.
  fileprivate func integer(_ sql: String, _ values: [any SQLValue] = []) throws(SQLError) -> Int64 {
    let statement = try statement(sql: sql)
    defer { statement.reset() }
    try statement.bind(values: values)
    return try statement.step() ? statement.int64(0) : 0
  }
}

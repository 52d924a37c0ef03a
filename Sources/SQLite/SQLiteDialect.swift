import SQL

/// Substring search with an FTS5 trigram index (sqlite.org/fts5.html#the_trigram_tokenizer).
///
/// The index only proposes rows: each is verified against its column. It stores no text (`content=''`), no
/// positions (`detail=none`) and no sizes, and so takes a third of a full index.
///
/// Writing to FTS5 costs about 80 µs for each changed row, and it flushes its buffer at every savepoint. So a
/// change is only appended to a table of changes: a few pages for each batch, however scattered the rows are.
/// A search also proposes those rows, and ``indexChanges(_:of:on:)`` moves them into the index many at a
/// time.
struct SQLiteDialect: Dialect {
  /// With more proposed rows than this, scanning the table in the list's order finds a page sooner.
  static let selectiveRows: Int64 = 10_000
  /// The most trigrams to search for; for a longer needle, the verification checks the rest.
  static let maximumTrigrams = 32

  func substringCondition(
    _ index: SubstringIndex,
    contains needle: String,
    parameter: Int,
    on connection: any Connection
  ) throws(SQLError) -> SubstringCondition {
    let column = "\(index.table).\(index.column)"
    guard let pattern = Self.pattern(needle), try isSelective(pattern, index, on: connection) else {
      return SubstringCondition(sql: "instr(\(column), $\(parameter)) > 0", values: [needle])
    }
    let sql = """
      \(index.table).\(index.key) IN (
        SELECT rowid FROM \(index.trigrams) WHERE \(index.trigrams) MATCH $\(parameter)
        UNION ALL SELECT id FROM \(index.changes)
      ) AND instr(\(column), $\(parameter + 1)) > 0
      """
    return SubstringCondition(sql: sql, values: [pattern, needle])
  }

  private func isSelective(
    _ pattern: String,
    _ index: SubstringIndex,
    on connection: any Connection
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

  /// The needle's trigrams as an FTS5 query that requires all of them; nil if it has none.
  ///
  /// Trigrams rather than LIKE: the index supports neither LIKE with ESCAPE nor, without positions, longer
  /// words.
  static func pattern(_ needle: String) -> String? {
    let scalars = Array(needle.unicodeScalars)
    // FTS5 ends a query at its first NUL.
    guard scalars.count >= 3, !scalars.contains("\0") else { return nil }
    var seen: Set<String> = []
    var words: [String] = []
    for start in 0...(scalars.count - 3) where words.count < maximumTrigrams {
      var trigram = ""
      trigram.unicodeScalars.append(contentsOf: scalars[start..<start + 3])
      guard seen.insert(trigram).inserted else { continue }
      let escaped = trigram.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      words.append("\"\(escaped)\"")
    }
    return words.joined(separator: " ")
  }

  func mergeIndex(
    _ index: SubstringIndex,
    pages: Int64,
    on connection: any Connection
  ) throws(SQLError) -> Bool {
    // If it merged, it wrote more than the command's own row (sqlite.org/fts5.html#the_merge_command).
    let before = try connection.integer("SELECT total_changes()")
    try connection.run(
      sql: "INSERT INTO \(index.trigrams) (\(index.trigrams), rank) VALUES ('merge', $1)",
      values: [pages]
    )
    return try connection.integer("SELECT total_changes()") - before >= 2
  }

  func pendingChanges(of index: SubstringIndex, on connection: any Connection) throws(SQLError) -> Int64 {
    // Sequence numbers have no gaps, so two look-ups count them.
    try connection.integer(
      "SELECT (SELECT max(seq) FROM \(index.changes)) - (SELECT min(seq) FROM \(index.changes)) + 1"
    )
  }

  /// Indexes the oldest changes: for each row, removes its text before the first of them and adds that after
  /// the last. In order of rowid, as FTS5 buffers changes in memory only while rowids ascend.
  func indexChanges(
    _ count: Int64,
    of index: SubstringIndex,
    on connection: any Connection
  ) throws(SQLError) {
    let (trigrams, changes) = (index.trigrams, index.changes)
    let last = try connection.integer("SELECT min(seq) + $1 - 1 FROM \(changes)", [count])
    // With min() or max(), SQLite takes the other columns from the matching row.
    try connection.run(
      sql: """
        INSERT INTO \(trigrams) (\(trigrams), rowid, text)
        SELECT command, id, text FROM (
          SELECT 'delete' AS command, id, old AS text, min(seq) FROM \(changes) WHERE seq <= $1 GROUP BY id
          UNION ALL
          SELECT NULL, id, new, max(seq) FROM \(changes) WHERE seq <= $1 GROUP BY id
        ) WHERE text IS NOT NULL ORDER BY id, command IS NULL
        """,
      values: [last]
    )
    try connection.run(sql: "DELETE FROM \(changes) WHERE seq <= $1", values: [last])
  }
}

extension Connection {
  /// The single integer that a query returns.
  fileprivate func integer(_ sql: String, _ values: [any SQLValue] = []) throws(SQLError) -> Int64 {
    let statement = try statement(sql: sql)
    defer { statement.reset() }
    try statement.bind(values: values)
    return try statement.step() ? statement.int64(0) : 0
  }
}

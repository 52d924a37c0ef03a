import SQL
import TestSupport
import Testing

@testable import SQLite

@Suite("Substring search")
struct SubstringSearchTests {
  private let directory = TemporaryDirectory()
  private let connection: any Connection
  private let index = SubstringIndex(table: "users", column: "search_text")

  init() throws {
    connection = try directory.database.connect(.readWrite)
    try connection.execute(
      script: """
        CREATE TABLE users (id INTEGER PRIMARY KEY, search_text TEXT) STRICT;
        INSERT INTO users VALUES (1, 'zoë "zed" quinn'), (2, 'anna_50% off'), (3, NULL);
        """ + connection.dialect.createSubstringIndex(index)
    )
    try connection.execute(
      script: """
        INSERT INTO users VALUES (4, 'anna li'), (5, 'gone soon'), (6, 'a\\b[c]*d?e^f');
        DELETE FROM users WHERE id = 5;
        UPDATE users SET search_text = 'joanna x' WHERE id = 2;
        UPDATE users SET search_text = 'anna_50% off' WHERE id = 2;
        """
    )
  }

  private func find(_ needle: String) throws -> [Int64] {
    let condition = try connection.dialect.substringCondition(
      index,
      contains: needle,
      parameter: 2,
      on: connection
    )
    return try connection.all(
      sql: "SELECT id FROM users WHERE id > $1 AND \(condition.sql) ORDER BY id",
      values: [0] + condition.values as [any SQLValue]
    ) { $0.int64(0) }
  }

  /// Indexes all pending changes, however few.
  private func indexAll() throws {
    try connection.transaction { try SQLiteDialect().indexChanges(1_000_000, of: index, on: connection) }
    #expect(try connection.first(sql: "SELECT count(*) FROM users_search_text_changes") { $0.int64(0) } == 0)
  }

  private static let searches: [(needle: String, found: [Int64])] = [
    ("anna", [2, 4]), ("nna", [2, 4]), ("an", [2, 4]), ("i", [1, 4]), ("", [1, 2, 4, 6]),
    ("zoë", [1]), ("oë \"z", [1]), ("\"zed\"", [1]), ("ZED", []), ("_50%", [2]), ("a_5", [2]), ("a%5", []),
    ("\\b[c]*d?e^f", [6]), ("joanna", []), ("gone", []), ("anna\0", []), ("nobody", []),
    ("anna li and more", []), ("' OR 1=1 --", []),
  ]

  @Test("finds exactly the rows that contain the needle, indexed or not yet", arguments: searches)
  func finds(needle: String, found: [Int64]) throws {
    #expect(try find(needle) == found)
    try indexAll()
    #expect(try find(needle) == found)
  }

  @Test("follows changes, deletions and rows that are added and deleted between indexing")
  func followsChanges() throws {
    try indexAll()
    try connection.execute(
      script: """
        UPDATE users SET search_text = 'bella li' WHERE id = 4;
        UPDATE users SET search_text = 'carla li' WHERE id = 4;
        UPDATE users SET search_text = NULL WHERE id = 1;
        UPDATE users SET search_text = 'now known' WHERE id = 3;
        DELETE FROM users WHERE id = 2;
        INSERT INTO users VALUES (7, 'brief visit');
        DELETE FROM users WHERE id = 7;
        """
    )
    for _ in 1...2 {
      #expect(try find("anna") == [])
      #expect(try find("bella") == [])
      #expect(try find("carla") == [4])
      #expect(try find("zed") == [])
      #expect(try find("known") == [3])
      #expect(try find("brief") == [])
      try indexAll()
    }
    // The index holds what the rows hold: no former text is left to propose.
    let proposed = "SELECT rowid FROM users_search_text_trigrams WHERE users_search_text_trigrams MATCH $1"
    for former in ["ann", "ell", "zed", "rie"] {
      #expect(try connection.all(sql: proposed, values: ["\"\(former)\""]) { $0.int64(0) } == [])
    }
    #expect(try connection.all(sql: proposed, values: ["\"arl\""]) { $0.int64(0) } == [4])
  }

  @Test("forgets a change that is rolled back")
  func rollback() throws {
    try indexAll()
    try connection.begin(.write)
    try connection.run(sql: "UPDATE users SET search_text = 'dora' WHERE id = 4")
    connection.rollback()
    #expect(try find("dora") == [])
    #expect(try find("anna") == [2, 4])
  }

  @Test("indexes the oldest changes, so many at a time, and finds every row in the meantime")
  func maintenance() throws {
    let dialect = connection.dialect
    try indexAll()
    #expect(try dialect.pendingChanges(of: index, on: connection) == 0)
    try connection.run(
      sql: """
        WITH RECURSIVE n (i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < 109)
        INSERT INTO users SELECT i, 'user number ' || i FROM n
        """
    )
    #expect(try dialect.pendingChanges(of: index, on: connection) == 100)
    for pending in [60, 20, 0] as [Int64] {
      try connection.transaction { try dialect.indexChanges(40, of: index, on: connection) }
      #expect(try dialect.pendingChanges(of: index, on: connection) == pending)
      for id in [10, 49, 50, 109] as [Int64] { #expect(try find("number \(id)").contains(id)) }
    }
  }

  @Test("scans the table for a needle that most rows contain")
  func dense() throws {
    try connection.run(
      sql: """
        WITH RECURSIVE n (i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < 10200)
        INSERT INTO users SELECT i, 'common ' || i FROM n
        """
    )
    try indexAll()
    let dialect = connection.dialect
    let dense = try dialect.substringCondition(index, contains: "common", parameter: 1, on: connection)
    #expect(dense.sql == "instr(users.search_text, $1) > 0")
    #expect(dense.values == ["common"])
    #expect(try find("common").count == 10_191)
    #expect(try find("common 10199") == [10_199])
  }

  @Test("searches for each trigram of the needle once, and for at most 32")
  func pattern() {
    #expect(SQLiteDialect.pattern("ab") == nil)
    #expect(SQLiteDialect.pattern("abc") == #""abc""#)
    #expect(SQLiteDialect.pattern("aaaa") == #""aaa""#)
    #expect(SQLiteDialect.pattern("a\"bc") == #""a""b" """bc""#)
    let long = String(String.UnicodeScalarView((0..<100).map { Unicode.Scalar(UInt32(0x4E00 + $0))! }))
    #expect(SQLiteDialect.pattern(long)?.split(separator: " ").count == 32)
  }
}

import SQL
import SQLite
import TestSupport
import Testing

@Suite("A connection")
struct ConnectionTests {
  private let directory = TemporaryDirectory()
  private let connection: any Connection

  init() throws {
    connection = try directory.database.connect(.readWrite)
    try connection.execute(
      script: """
        CREATE TABLE things (
          id INTEGER PRIMARY KEY, name TEXT UNIQUE, weight REAL CHECK (weight >= 0), picture BLOB,
          is_sold INTEGER
        ) STRICT;
        CREATE TABLE parts (
          thing INTEGER NOT NULL REFERENCES things (id), number INTEGER NOT NULL, UNIQUE (thing, number)
        ) STRICT;
        """
    )
  }

  private static let insert = Query(
    "INSERT INTO things (name, weight, picture, is_sold) VALUES ($1, $2, $3, $4)"
  )
  private static let insertName = Query("INSERT INTO things (name) VALUES ($1)")
  private static let insertPart = Query("INSERT INTO parts (thing, number) VALUES ($1, $2)")
  private static let names = Query("SELECT name FROM things ORDER BY id")
  private static let byName = Query("SELECT id, weight FROM things WHERE name = $1 OR name = lower($1)")
  private static let count = Query("SELECT count(*) FROM things")

  private func count() throws -> Int64? { try connection.first(Self.count) { $0.int64(0) } }

  @Test("what is posted is there for the next read, and undone with its savepoint")
  func posted() throws {
    try connection.transaction {
      try connection.post(Self.insertName, "a")
      #expect(try count() == 1)
      let error = sqlError {
        try connection.savepoint {
          try connection.post(Self.insertName, "b")
          try connection.post(Self.insertName, "a")
        }
      }
      #expect(error?.violatesUniqueness(of: "things.name") == true)
    }
    #expect(try connection.all(Self.names) { $0.text(0) } == ["a"])
  }

  @Test("asks once for each set of values, in their order, whether it finds a row or none")
  func each() throws {
    for name in ["a", "b"] { try connection.run(Self.insertName, name) }
    #expect(try connection.each(Self.byName, ["b", "x", "a", "b"]) { $0.int64(0) } == [2, nil, 1, 2])
    #expect(try connection.each(Self.byName, [String]()) { $0.int64(0) } == [])
    try connection.transaction {
      let inserted = try connection.each(Self.insertPart, [(Int64(1), Int64(7)), (Int64(2), Int64(8))]) { _ in
      }
      #expect(inserted.allSatisfy { $0 == nil })
    }
    #expect(try connection.first(sql: "SELECT sum(thing * number) FROM parts") { $0.int64(0) } == 23)
  }

  @Test("gives back every kind of value as it was bound")
  func roundTrip() throws {
    #expect(try connection.run(Self.insert, "Zoë 🪑", 2.5, [0, 255, 7] as [UInt8], true) == 1)
    #expect(connection.lastInsertedID == 1)
    let all = Query("SELECT id, name, weight, picture, is_sold FROM things")
    try connection.forEach(all) { row in
      #expect(row.int64(0) == 1)
      #expect(row.text(1) == "Zoë 🪑")
      #expect(row.double(2) == 2.5)
      #expect(row.bytes(3) == [0, 255, 7])
      #expect(row.bool(4))
    }
  }

  @Test("clamps a number beyond 32 bits when 32 bits are requested")
  func narrow() throws {
    let values: [(Int64, Int32)] = [(.max, .max), (.min, .min), (7, 7), (1 << 31, .max)]
    for (stored, expected) in values {
      #expect(try connection.first(sql: "SELECT $1", values: [stored]) { $0.int32(0) } == expected)
    }
  }

  @Test("distinguishes NULL from empty text, no bytes and zero")
  func null() throws {
    try connection.run(Self.insert, nil as String?, nil as Double?, nil as [UInt8]?, nil as Bool?)
    try connection.run(Self.insert, "", 0.0, [] as [UInt8], false)
    let all = Query("SELECT name, weight, picture, is_sold FROM things ORDER BY id")
    let isNull = try connection.all(all) { row in
      [
        row.optionalText(0) == nil, row.optionalDouble(1) == nil, row.optionalBytes(2) == nil,
        row.optionalInt64(3) == nil,
      ]
    }
    #expect(isNull == [[true, true, true, true], [false, false, false, false]])
  }

  @Test(
    "binds text whole, including NULs and of any length",
    arguments: ["a\0b", "", String(repeating: "é", count: 40_000)]
  )
  func wholeText(text: String) throws {
    try connection.run(Self.insertName, text)
    #expect(try connection.first(Self.names) { $0.text(0) } == text)
    let stored = Query("SELECT length(CAST(name AS BLOB)) FROM things")
    #expect(try connection.first(stored) { $0.int64(0) } == Int64(text.utf8.count))
  }

  @Test("allows a parameter to appear again")
  func repeatedParameter() throws {
    try connection.run(Self.insertName, "lamp")
    #expect(try connection.first(Self.byName, "LAMP") { $0.int64(0) } == 1)
    #expect(try connection.first(Self.byName, "sofa") { $0.int64(0) } == nil)
  }

  @Test(
    "refuses SQL that another engine would run differently",
    arguments: [
      "SELECT ?", "SELECT $2, $1", "SELECT :name", "SELECT 1; SELECT 2", "", "-- nothing", "SELEC 1",
      #"SELECT "no such column" FROM things"#,
    ]
  )
  func refusesText(sql: String) {
    let error = sqlError { try connection.run(sql: sql) }
    #expect(error?.kind == .misuse)
    #expect(error?.sql == sql)
  }

  @Test("refuses too few and too many values")
  func refusesValues() {
    #expect(sqlError { try connection.run(Self.insertPart, 1) }?.kind == .misuse)
    #expect(sqlError { try connection.run(Self.insertPart, 1, 2, 3) }?.kind == .misuse)
    #expect(sqlError { try connection.run(sql: "SELECT $1, $2", values: [1]) }?.kind == .misuse)
  }

  @Test("runs a query inside the loop over its own rows")
  func reentrant() throws {
    for name in ["a", "b", "c"] { try connection.run(Self.insertName, name) }
    var pairs: [String] = []
    try connection.forEach(Self.names) { outer in
      try connection.forEach(Self.names) { pairs.append(outer.text(0) + $0.text(0)) }
    }
    #expect(pairs == ["aa", "ab", "ac", "ba", "bb", "bc", "ca", "cb", "cc"])
  }

  @Test("resets a statement whose reader throws")
  func resetsOnThrow() throws {
    struct Stop: Error {}
    for name in ["a", "b"] { try connection.run(Self.insertName, name) }
    #expect(throws: Stop.self) { try connection.forEach(Self.names) { _ in throw Stop() } }
    #expect(throws: Stop.self) { try connection.all(Self.names) { _ in throw Stop() } }
    #expect(throws: Stop.self) { try connection.first(Self.names) { _ in throw Stop() } }
    // A statement still reading would make this fail as busy.
    try connection.execute(script: "DROP TABLE things")
  }

  @Test("prepares a fixed query once, and composed SQL once while it is among the latest 64")
  func keepsStatements() throws {
    #expect(try connection.statement(Self.names) === connection.statement(Self.names))
    let first = try connection.statement(sql: "SELECT 0")
    #expect(try connection.statement(sql: "SELECT 0") === first)
    for number in 1...64 { _ = try connection.statement(sql: "SELECT \(number)") }
    #expect(try connection.statement(sql: "SELECT 0") !== first)
  }

  @Test("names a violated constraint and its columns")
  func constraints() throws {
    try connection.run(Self.insertName, "lamp")
    try connection.run(Self.insertPart, 1, 1)

    let unique = sqlError { try connection.run(Self.insertName, "lamp") }
    #expect(unique?.kind == .constraint(.unique))
    #expect(unique?.columns == ["things.name"])
    #expect(unique?.violatesUniqueness(of: "things.name") == true)
    #expect(unique?.violatesUniqueness(of: "things.id") == false)
    #expect(unique?.code == 19 && unique?.extendedCode == 2067)

    let pair = sqlError { try connection.run(Self.insertPart, 1, 1) }
    #expect(pair?.columns == ["parts.thing", "parts.number"])

    let key = sqlError { try connection.run(sql: "INSERT INTO things (id) VALUES (1)") }
    #expect(key?.kind == .constraint(.primaryKey) && key?.columns == ["things.id"])
    let missing = sqlError { try connection.run(Self.insertPart, 1, nil as Int?) }
    #expect(missing?.kind == .constraint(.notNull) && missing?.columns == ["parts.number"])
    #expect(sqlError { try connection.run(Self.insertPart, 9, 1) }?.kind == .constraint(.foreignKey))
    let check = sqlError { try connection.run(sql: "INSERT INTO things (weight) VALUES (-1)") }
    #expect(check?.kind == .constraint(.check))
    let type = sqlError { try connection.run(sql: "INSERT INTO things (weight) VALUES ('heavy')") }
    #expect(type?.kind == .constraint(.type))
    #expect(try count() == 1)
  }

  @Test("commits a transaction that returns and rolls back one that throws")
  func transactions() throws {
    struct Stop: Error {}
    try connection.transaction { try connection.run(Self.insertName, "kept") }
    #expect(throws: Stop.self) {
      try connection.transaction {
        try connection.run(Self.insertName, "undone")
        throw Stop()
      }
    }
    #expect(!connection.isInTransaction)
    #expect(try connection.all(Self.names) { $0.text(0) } == ["kept"])
  }

  @Test("rolls back a savepoint that throws and nothing around it")
  func savepoints() throws {
    struct Stop: Error {}
    try connection.transaction {
      try connection.run(Self.insertName, "before")
      #expect(throws: Stop.self) {
        try connection.savepoint {
          try connection.run(Self.insertName, "undone")
          try connection.savepoint { try connection.run(Self.insertName, "undone with it") }
          throw Stop()
        }
      }
      #expect(connection.isInTransaction)
      try connection.savepoint { try connection.run(Self.insertName, "after") }
    }
    #expect(try connection.all(Self.names) { $0.text(0) } == ["before", "after"])
  }

  @Test("refuses a savepoint outside a transaction, which would commit by itself")
  func bareSavepoint() throws {
    #expect(
      sqlError { try connection.savepoint { _ = try connection.run(Self.insertName, "lamp") } }?.kind
        == .misuse
    )
    #expect(try count() == 0)
    #expect(!connection.isInTransaction)
  }

  @Test("reports when an error rolled back the whole transaction")
  func lostTransaction() throws {
    let insert = Query("INSERT OR ROLLBACK INTO things (name) VALUES ($1)")
    try connection.run(insert, "lamp")
    try connection.begin(.write)
    #expect(sqlError { try connection.savepoint { _ = try connection.run(insert, "lamp") } } != nil)
    #expect(!connection.isInTransaction)
    connection.rollback()
  }

  @Test("sees in a snapshot the data of its first read")
  func snapshot() throws {
    let reader = try directory.database.connect(.readOnly)
    try reader.snapshot {
      #expect(try reader.first(Self.count) { $0.int64(0) } == 0)
      try connection.run(Self.insertName, "later")
      #expect(try reader.first(Self.count) { $0.int64(0) } == 0)
    }
    #expect(try reader.first(Self.count) { $0.int64(0) } == 1)
  }

  @Test("stops a long statement at its deadline, and only with one")
  func deadline() throws {
    let endless = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    let limited =
      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 9999) SELECT count(*) FROM n"
    for outer in [UInt64.max - 1, 1] {
      let error = sqlError {
        try connection.interrupted(by: Interruption(deadline: outer)) {
          let inner = Interruption(deadline: outer == 1 ? .max - 1 : 1)
          try connection.interrupted(by: inner) { _ = try connection.run(sql: endless) }
        }
      }
      #expect(error?.kind == .interrupted)
    }
    #expect(try connection.first(sql: limited) { $0.int64(0) } == 9_999)
    #expect(
      try connection.interrupted(by: Interruption(deadline: .max - 1)) {
        try connection.first(sql: limited) { $0.int64(0) }
      } == 9_999
    )
  }

  @Test("is outside a transaction after every interruption, however often", arguments: [false, true])
  func interruptedTransactions(isWrite: Bool) throws {
    // SQLite counts a statement's steps over all its runs, and checks at each thousand: with so many runs
    // even a BEGIN and a ROLLBACK are checked.
    for _ in 0..<2_000 {
      let error = sqlError {
        try connection.interrupted(by: Interruption(isCancelled: { true })) {
          try isWrite ? connection.transaction(endless) : connection.snapshot(endless)
        }
      }
      #expect(error?.kind == .interrupted)
      if connection.isInTransaction { Issue.record("stays in a transaction") }
    }
    try connection.transaction { try connection.run(Self.insertName, "lamp") }
    #expect(try count() == 1)
  }

  private func endless() throws {
    try connection.run(
      sql: "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    )
  }

  @Test("says whether a table exists")
  func tableExists() throws {
    #expect(try connection.tableExists("things"))
    #expect(try !connection.tableExists("nothings"))
  }
}

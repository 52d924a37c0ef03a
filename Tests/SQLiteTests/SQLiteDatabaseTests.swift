import Glibc
import SQL
import SQLite
import TestSupport
import Testing

@Suite("A SQLite database")
struct SQLiteDatabaseTests {
  private let directory = TemporaryDirectory()

  @Test("is a file, a log and an index that only the owner can read")
  func mode() throws {
    let connection = try directory.database.connect(.readWrite)
    try connection.execute(script: "CREATE TABLE things (id INTEGER)")
    for file in ["test.db", "test.db-wal", "test.db-shm"] { #expect(directory.mode(file) == 0o600) }
  }

  @Test(
    "is opened durable, with foreign keys, a write-ahead log, and an untrusted schema",
    arguments: [
      ("journal_mode", "wal"), ("synchronous", "2"), ("foreign_keys", "1"), ("trusted_schema", "0"),
      ("busy_timeout", "5000"),
    ]
  )
  func settings(name: String, value: String) throws {
    for access in [Access.readWrite, .readOnly] {
      let connection = try directory.database.connect(access)
      #expect(try connection.first(sql: "PRAGMA \(name)") { $0.text(0) } == value)
    }
  }

  @Test("takes its options")
  func options() throws {
    var options = SQLiteDatabase.Options()
    options.mmapBytes = 65_536
    options.cacheKibibytes = 512
    options.durability = .none
    let connection = try SQLiteDatabase(path: "\(directory.path)/test.db", options: options).open(.readWrite)
    #expect(try connection.first(sql: "PRAGMA mmap_size") { $0.int64(0) } == 65_536)
    #expect(try connection.first(sql: "PRAGMA synchronous") { $0.int64(0) } == 0)
    #expect(try connection.first(sql: "PRAGMA cache_size") { $0.int64(0) } == -512)
  }

  @Test("refuses writes on a read-only connection")
  func readOnly() throws {
    let writer = try directory.database.connect(.readWrite)
    try writer.execute(script: "CREATE TABLE things (id INTEGER)")
    let reader = try directory.database.connect(.readOnly)
    #expect(sqlError { try reader.run(sql: "INSERT INTO things VALUES (1)") }?.kind == .readOnly)
  }

  @Test("refuses SQL that would write to SQLite's own structures")
  func defensive() throws {
    let connection = try directory.database.connect(.readWrite)
    try connection.execute(script: "CREATE VIRTUAL TABLE words USING fts5(text)")
    #expect(sqlError { try connection.run(sql: "DELETE FROM words_data") } != nil)
    #expect(
      sqlError { try connection.execute(script: "PRAGMA writable_schema = 1; DELETE FROM sqlite_schema") }
        != nil
    )
  }

  @Test("cannot be opened without a file to read or a directory to create it in")
  func missing() {
    #expect(sqlError { _ = try directory.database.connect(.readOnly) }?.kind == .cannotOpen)
    let error = sqlError {
      _ = try SQLiteDatabase(path: "\(directory.path)/none/test.db").connect(.readWrite)
    }
    #expect(error?.kind == .cannotOpen)
    #expect(error?.message.contains("none/test.db") == true)
  }

  @Test("reports that another connection holds the write lock")
  func busy() throws {
    var options = SQLiteDatabase.Options()
    options.busyTimeoutMilliseconds = 0
    let database = SQLiteDatabase(path: "\(directory.path)/test.db", options: options)
    let (first, second) = (try database.connect(.readWrite), try database.connect(.readWrite))
    try first.begin(.write)
    #expect(sqlError { try second.begin(.write) }?.kind == .busy)
    first.rollback()
    try second.begin(.write)
  }

  @Test("is refused when it is not a database")
  func notADatabase() throws {
    let path = "\(directory.path)/test.db"
    let descriptor = open(path, O_CREAT | O_WRONLY, 0o600)
    let text = String(repeating: "This is a letter. ", count: 100)
    #expect(write(descriptor, text, text.utf8.count) == text.utf8.count)
    close(descriptor)
    #expect(sqlError { _ = try directory.database.connect(.readWrite) }?.kind == .corrupt)
  }

  @Test("reports that it is sound; a broken reference is found")
  func integrity() throws {
    let connection = try directory.database.open(.readWrite)
    try connection.execute(
      script: "CREATE TABLE a (id INTEGER PRIMARY KEY); CREATE TABLE b (a INTEGER REFERENCES a (id))"
    )
    #expect(try connection.integrityCheck() == [])
    try connection.execute(script: "PRAGMA foreign_keys = 0; INSERT INTO b VALUES (7)")
    #expect(try connection.integrityCheck() == ["row 1 of b refers to a row of a that does not exist"])
  }

  @Test("checkpoints the log once it has so many pages, and reports the outcome")
  func automaticCheckpoint() throws {
    let outcomes = Log()
    var options = SQLiteDatabase.Options()
    options.walAutocheckpointPages = 4
    options.report = { condition in
      switch condition {
      case .sound: outcomes.add("sound")
      case .logHeld(let pages): outcomes.add(pages >= 8 ? "held" : "held too early")
      case .failing: outcomes.add("failing")
      }
    }
    let database = SQLiteDatabase(path: "\(directory.path)/test.db", options: options)
    let connection = try database.connect(.readWrite)
    try connection.execute(script: "CREATE TABLE things (id INTEGER PRIMARY KEY, text TEXT)")
    #expect(outcomes.lines == [], "fewer pages than that")
    let insert = "INSERT INTO things (text) VALUES (hex(randomblob(8000)))"
    try connection.run(sql: insert)
    #expect(outcomes.lines == ["sound"])
    let reader = try database.connect(.readOnly)
    try reader.begin(.read)
    _ = try reader.first(sql: "SELECT count(*) FROM things") { _ in }
    // As large as what is moved at once, and not twice that.
    try connection.run(sql: "INSERT INTO things (text) VALUES (hex(randomblob(4000)))")
    #expect(outcomes.lines == ["sound"])
    try connection.run(sql: insert)
    #expect(outcomes.lines == ["sound", "held"])
    reader.rollback()
    try connection.run(sql: insert)
    #expect(outcomes.lines == ["sound", "held", "sound"])
  }

  @Test("checkpoints the log, unless a reader needs it")
  func checkpoint() throws {
    let connection = try directory.database.open(.readWrite)
    connection.setBusyTimeout(milliseconds: 0)
    try connection.execute(script: "CREATE TABLE things (id INTEGER); INSERT INTO things VALUES (1)")
    let reader = try directory.database.connect(.readOnly)
    try reader.begin(.read)
    _ = try reader.first(sql: "SELECT * FROM things") { _ in }
    try connection.execute(script: "INSERT INTO things VALUES (2)")
    #expect(try !connection.checkpoint(.truncate))
    try reader.commit()
    #expect(try connection.checkpoint(.truncate))
    var status = stat()
    #expect(stat("\(directory.path)/test.db-wal", &status) == 0 && status.st_size == 0)
  }
}

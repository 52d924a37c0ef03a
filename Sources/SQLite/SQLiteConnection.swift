import CSQLite
import SQL
import Work

/// A connection of libsqlite3, opened without its mutex: the owner ensures that only one thread uses it at a
/// time.
package final class SQLiteConnection: Connection {
  /// The most cached statements of SQL composed at run time.
  static let keptTexts = 64

  let handle: OpaquePointer

  /// Indexed by ``Query/slot``.
  private var statements: ContiguousArray<SQLiteStatement?> = []
  private var dynamicStatements: [String: (statement: SQLiteStatement, lastUse: UInt64)] = [:]
  private var uses: UInt64 = 0

  /// What the progress handler checks; the outermost first.
  private var interruptions: [Interruption] = []

  /// What the commit hook does; see ``checkpoint(atPages:report:)``.
  var checkpointing: Checkpointing?

  /// - Parameter flags: SQLITE_OPEN_….
  init(path: String, flags: Int32) throws(SQLError) {
    var handle: OpaquePointer?
    let code = sqlite3_open_v2(path, &handle, flags, nil)
    guard code == SQLITE_OK, let handle else {
      let error = SQLError(code, database: handle)
      sqlite3_close_v2(handle)
      throw SQLError(
        kind: error.kind,
        code: error.code,
        extendedCode: error.extendedCode,
        message: "cannot open \(path): \(error.message)",
        sql: nil
      )
    }
    self.handle = handle
    sqlite3_extended_result_codes(handle, 1)
  }

  deinit {
    // Version 2 defers the close until the last statement is finalized.
    sqlite3_close_v2(handle)
  }

  func setFlag(_ option: Int32, _ value: Bool) throws(SQLError) {
    let code = csqlite_db_config_flag(handle, option, value ? 1 : 0)
    if code != SQLITE_OK { throw SQLError(code, database: handle) }
  }

  package func setBusyTimeout(milliseconds: Int32) {
    sqlite3_busy_timeout(handle, milliseconds)
  }

  // MARK: Statements

  package func statement(_ query: Query) throws(SQLError) -> any Statement {
    if query.slot < statements.count, let kept = statements[query.slot], !kept.isReading { return kept }
    return try prepare(query)
  }

  private func prepare(_ query: Query) throws(SQLError) -> SQLiteStatement {
    while statements.count <= query.slot { statements.append(nil) }
    // A query that is run again inside its own loop over rows gets a temporary statement.
    let isKept = statements[query.slot] == nil
    let statement = try SQLiteStatement(query.sql, on: handle, isKept: isKept)
    if isKept { statements[query.slot] = statement }
    return statement
  }

  package func statement(sql: String) throws(SQLError) -> any Statement {
    uses += 1
    if let kept = dynamicStatements[sql]?.statement {
      if kept.isReading { return try SQLiteStatement(sql, on: handle, isKept: false) }
      dynamicStatements[sql]?.lastUse = uses
      return kept
    }
    let statement = try SQLiteStatement(sql, on: handle, isKept: true)
    if dynamicStatements.count >= Self.keptTexts,
      let oldest = dynamicStatements.min(by: { $0.value.lastUse < $1.value.lastUse })
    {
      dynamicStatements[oldest.key] = nil
    }
    dynamicStatements[sql] = (statement, uses)
    return statement
  }

  package func execute(script: String) throws(SQLError) {
    let code = sqlite3_exec(handle, script, nil, nil, nil)
    if code != SQLITE_OK { throw SQLError(code, database: handle, sql: script) }
  }

  package var lastInsertedID: Int64 { sqlite3_last_insert_rowid(handle) }
  package var changes: Int { Int(sqlite3_changes64(handle)) }
  package var dialect: any Dialect { SQLiteDialect() }

  package func tableExists(_ name: String) throws(SQLError) -> Bool {
    let statement = try statement(SQLiteQueries.tableExists)
    defer { statement.reset() }
    try statement.bind(name)
    return try statement.step()
  }

  // MARK: Transactions

  package var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

  package func begin(_ mode: TransactionMode) throws(SQLError) {
    try run(mode == .read ? SQLiteQueries.beginRead : SQLiteQueries.beginWrite)
  }

  package func commit() throws(SQLError) {
    try run(SQLiteQueries.commit)
  }

  package func rollback() {
    guard isInTransaction else { return }
    uninterrupted { _ = try? run(SQLiteQueries.rollback) }
    precondition(!isInTransaction, "SQLite did not roll back")
  }

  package func beginSavepoint() throws(SQLError) {
    // Without a transaction SQLite would begin its own, and commit it with the savepoint.
    guard isInTransaction else { throw .misuse("a savepoint needs a transaction") }
    try run(SQLiteQueries.savepoint)
  }

  package func releaseSavepoint() throws(SQLError) {
    try run(SQLiteQueries.release)
  }

  package func rollbackSavepoint() {
    guard isInTransaction else { return }
    uninterrupted {
      // If the savepoint cannot be rolled back, roll back the whole transaction.
      do {
        try run(SQLiteQueries.rollbackToSavepoint)
        try run(SQLiteQueries.release)
      } catch {
        rollback()
      }
    }
  }

  // MARK: Interruption

  package func interrupted<Result>(
    by interruption: Interruption,
    _ body: () throws -> Result
  ) throws -> Result {
    interruptions.append(interruption)
    if interruptions.count == 1 { watch() }
    defer {
      interruptions.removeLast()
      if interruptions.isEmpty { unwatch() }
    }
    return try body()
  }

  /// Runs what must not be interrupted.
  private func uninterrupted(_ body: () -> Void) {
    if !interruptions.isEmpty { unwatch() }
    defer { if !interruptions.isEmpty { watch() } }
    body()
  }

  /// Checks every 1,000 instructions of SQLite's virtual machine: some tens of microseconds.
  private func watch() {
    let context = Unmanaged.passUnretained(self).toOpaque()
    sqlite3_progress_handler(
      handle,
      1_000,
      { context in
        let connection = Unmanaged<SQLiteConnection>.fromOpaque(context!).takeUnretainedValue()
        return connection.isInterrupted ? 1 : 0
      },
      context
    )
  }

  private func unwatch() {
    sqlite3_progress_handler(handle, 0, nil, nil)
  }

  fileprivate var isInterrupted: Bool {
    let now = monotonicNanoseconds()
    return interruptions.contains { interruption in
      if let deadline = interruption.deadline, deadline <= now { return true }
      return interruption.isCancelled()
    }
  }
}

private enum SQLiteQueries {
  static let beginRead = Query("BEGIN DEFERRED")
  static let beginWrite = Query("BEGIN IMMEDIATE")
  static let commit = Query("COMMIT")
  static let rollback = Query("ROLLBACK")
  static let savepoint = Query("SAVEPOINT inner")
  static let release = Query("RELEASE inner")
  static let rollbackToSavepoint = Query("ROLLBACK TO inner")
  static let tableExists = Query("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = $1")
}

import CSQLite
import SQL

/// A prepared statement of libsqlite3. Finalized with its last reference.
final class SQLiteStatement: Statement {
  let sql: String
  let parameterCount: Int

  /// True between a step that found a row and the reset: running it again would disturb its reader.
  private(set) var isReading = false

  private let handle: OpaquePointer

  /// - Parameter isKept: whether it is cached and run often (SQLITE_PREPARE_PERSISTENT).
  init(_ sql: String, on database: OpaquePointer, isKept: Bool) throws(SQLError) {
    var handle: OpaquePointer?
    var text = sql
    var hasMore = false
    let flags = isKept ? UInt32(SQLITE_PREPARE_PERSISTENT) : 0
    let code = text.withUTF8 { utf8 in
      utf8.withMemoryRebound(to: CChar.self) { characters in
        var tail: UnsafePointer<CChar>?
        let length = Int32(characters.count)
        let code = sqlite3_prepare_v3(database, characters.baseAddress, length, flags, &handle, &tail)
        if code == SQLITE_OK, let tail, let end = characters.baseAddress?.advanced(by: characters.count) {
          hasMore = UnsafeRawBufferPointer(start: tail, count: end - tail)
            .contains { !" \n\t\r;".utf8.contains($0) }
        }
        return code
      }
    }
    guard code == SQLITE_OK else { throw SQLError(code, database: database, sql: sql) }
    guard let handle else { throw .misuse("the SQL text holds no statement", sql: sql) }
    guard !hasMore else {
      sqlite3_finalize(handle)
      throw .misuse("the SQL text holds more than one statement", sql: sql)
    }
    self.sql = sql
    self.handle = handle
    parameterCount = Int(sqlite3_bind_parameter_count(handle))
    try checkParameters()
  }

  deinit {
    sqlite3_finalize(handle)
  }

  /// SQLite numbers `$1`, `$2` by first appearance, whatever the digits, so both must agree.
  private func checkParameters() throws(SQLError) {
    for index in 0..<parameterCount {
      let name = sqlite3_bind_parameter_name(handle, Int32(index + 1))
      guard let name, String(cString: name) == "$\(index + 1)" else {
        throw .misuse("parameters must be $1, $2, … in order of first appearance", sql: sql)
      }
    }
  }

  func bind(_ value: Int64, at index: Int) throws(SQLError) {
    try check(sqlite3_bind_int64(handle, Int32(index), value))
  }

  func bind(_ value: Double, at index: Int) throws(SQLError) {
    try check(sqlite3_bind_double(handle, Int32(index), value))
  }

  func bind(_ value: String, at index: Int) throws(SQLError) {
    // SQLite copies the text into the connection's lookaside memory unless it is long: no malloc.
    var value = value
    let code = value.withUTF8 { utf8 in
      guard let length = Int32(exactly: utf8.count) else { return SQLITE_TOOBIG }
      guard let base = utf8.baseAddress else { return csqlite_bind_text_copy(handle, Int32(index), "", 0) }
      return base.withMemoryRebound(to: CChar.self, capacity: utf8.count) {
        csqlite_bind_text_copy(handle, Int32(index), $0, length)
      }
    }
    try check(code)
  }

  func bind(_ value: [UInt8], at index: Int) throws(SQLError) {
    let code = value.withUnsafeBytes { bytes in
      guard let length = Int32(exactly: bytes.count) else { return SQLITE_TOOBIG }
      // A null pointer would bind NULL.
      guard length > 0 else { return sqlite3_bind_zeroblob(handle, Int32(index), 0) }
      return csqlite_bind_blob_copy(handle, Int32(index), bytes.baseAddress, length)
    }
    try check(code)
  }

  func bindNull(at index: Int) throws(SQLError) {
    try check(sqlite3_bind_null(handle, Int32(index)))
  }

  func step() throws(SQLError) -> Bool {
    switch sqlite3_step(handle) {
    case SQLITE_ROW:
      isReading = true
      return true
    case SQLITE_DONE:
      isReading = false
      return false
    case let code:
      isReading = false
      throw failure(code)
    }
  }

  func reset() {
    // It returns the code of the last step, which has already been thrown.
    sqlite3_reset(handle)
    isReading = false
  }

  func isNull(_ column: Int) -> Bool {
    sqlite3_column_type(handle, Int32(column)) == SQLITE_NULL
  }

  func int64(_ column: Int) -> Int64 {
    sqlite3_column_int64(handle, Int32(column))
  }

  func double(_ column: Int) -> Double {
    sqlite3_column_double(handle, Int32(column))
  }

  func text(_ column: Int) -> String {
    // Text before bytes: the order that SQLite documents as safe when a conversion is needed.
    guard let start = sqlite3_column_text(handle, Int32(column)) else { return "" }
    let count = Int(sqlite3_column_bytes(handle, Int32(column)))
    return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  func bytes(_ column: Int) -> [UInt8] {
    guard let start = sqlite3_column_blob(handle, Int32(column)) else { return [] }
    return [UInt8](
      UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, Int32(column))))
    )
  }

  @inline(__always)
  private func check(_ code: Int32) throws(SQLError) {
    if code != SQLITE_OK { throw failure(code) }
  }

  private func failure(_ code: Int32) -> SQLError {
    SQLError(code, database: sqlite3_db_handle(handle), sql: sql)
  }
}

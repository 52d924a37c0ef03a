import SQL
import SQLite

extension TemporaryDirectory {
  package var database: SQLiteDatabase { SQLiteDatabase(path: "\(path)/test.db") }
}

/// What `body` throws, as an SQLError; nil if it throws nothing or something else.
package func sqlError(_ body: () throws -> Void) -> SQLError? {
  do {
    try body()
    return nil
  } catch {
    return error as? SQLError
  }
}

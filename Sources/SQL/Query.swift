import Synchronization

/// A fixed SQL statement, made once as a `static let` and run by any connection.
///
/// Parameters are written `$1`, `$2`, … and first appear in that order; a number may appear again. That
/// is the form SQLite and PostgreSQL share. Each query holds a slot that is its own in the process, so a
/// connection finds its prepared statement by indexing an array: no hashing of SQL text a request.
///
/// For text that is put together at run time (lists with combinable filters) use
/// ``Connection/statement(sql:)``; a `Query` made per request would take a new slot each time.
package struct Query: Sendable {
  package let sql: String

  /// Where a connection keeps this query's prepared statement; counts from 0 in order of creation.
  package let slot: Int

  package init(_ sql: String) {
    self.sql = sql
    slot = Self.nextSlot.add(1, ordering: .relaxed).oldValue
  }

  private static let nextSlot = Atomic(0)
}

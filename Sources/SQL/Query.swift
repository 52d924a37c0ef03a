import Synchronization

/// A fixed SQL statement, created once as a `static let` and run by any connection.
///
/// Parameters are written `$1`, `$2`, … and first appear in that order; a number may appear again. SQLite and
/// PostgreSQL both accept that. Each query has a slot that is unique in the process, so a connection finds
/// its prepared statement by an array index, without hashing SQL text.
///
/// For SQL composed at run time (lists with combinable filters) use ``Connection/statement(sql:)``; a `Query`
/// created for each request would take a new slot each time.
package struct Query: Sendable {
  package let sql: String

  /// The index of this query's prepared statement in a connection; counts from 0 in order of creation.
  package let slot: Int

  package init(_ sql: String) {
    self.sql = sql
    slot = Self.nextSlot.add(1, ordering: .relaxed).oldValue
  }

  private static let nextSlot = Atomic(0)
}

/// One connection to the database, which runs the domain's queries.
///
/// Used by one thread at a time, and not Sendable, so that the compiler enforces it.
package protocol Connection: AnyObject {
  /// The prepared statement of a fixed query: prepared at first use, then cached.
  func statement(_ query: Query) throws(SQLError) -> any Statement

  /// The prepared statement of SQL composed at run time; the most recently used ones are cached.
  func statement(sql: String) throws(SQLError) -> any Statement

  /// Runs a statement that changes something and whose outcome nobody needs before the commit.
  ///
  /// An engine that is asked over a network may send it later, in order with the others. So it can fail here
  /// or at the commit: it is not for what a caller may get wrong.
  func post<each Value: SQLValue>(_ query: Query, _ values: repeat each Value) throws(SQLError)

  /// Runs a query once for each set of values: its first row, as `read` makes it; nil where there is none. In
  /// the order of the sets.
  ///
  /// An engine that is asked over a network asks once for all of them.
  func each<each Value: SQLValue, Row>(
    _ query: Query,
    _ sets: [(repeat each Value)],
    read: (any Statement) throws -> Row
  ) throws -> [Row?]

  /// Runs several statements without parameters and drops their rows: migrations, set-up.
  func execute(script: String) throws(SQLError)

  /// The key of the row that this connection inserted last. Portable code uses RETURNING.
  var lastInsertedID: Int64 { get }

  /// The number of rows changed by the statement that finished last.
  var changes: Int { get }

  /// False outside a transaction; also false when an error inside one (a full disk, a failed write) made
  /// the engine roll back everything.
  var isInTransaction: Bool { get }

  func begin(_ mode: TransactionMode) throws(SQLError)
  func commit() throws(SQLError)
  /// Rolls back the transaction; does nothing if there is none. It is never interrupted, and traps if it
  /// fails: a connection left in a transaction could do no more work.
  func rollback()

  func beginSavepoint() throws(SQLError)
  func releaseSavepoint() throws(SQLError)
  /// Rolls back and ends the innermost savepoint; does nothing outside a transaction.
  func rollbackSavepoint()

  func tableExists(_ name: String) throws(SQLError) -> Bool

  /// Runs `body`; a statement still running when the interruption occurs fails as `interrupted`.
  /// Interruptions nest: the outer one still applies.
  @discardableResult
  func interrupted<Result>(by interruption: Interruption, _ body: () throws -> Result) throws -> Result

  var dialect: any Dialect { get }
}

package enum TransactionMode: Sendable {
  /// A snapshot: all reads see the database as of the first of them.
  case read
  /// Takes the write lock at once, so that a later statement cannot fail for lack of it.
  case write
}

/// A database that can be connected to.
package protocol Database: Sendable {
  func connect(_ access: Access) throws(SQLError) -> any Connection

  /// The version of the engine, such as `3.40.1`.
  var engineVersion: String { get }

  /// Does what the engine wants done once nobody is connected any more. What fails is done at the next start.
  func finish() throws(SQLError)
}

/// How an engine's upkeep of its files goes, for those who run the server.
package enum StorageCondition: Sendable {
  case sound
  /// A long read, or another program, keeps the log from being moved into the database; it grows and has so
  /// many pages.
  case logHeld(pages: Int)
  case failing(SQLError)
}

package enum Access: Sendable {
  case readOnly, readWrite
}

extension Connection {
  /// Runs `body` in a write transaction: committed if it returns, rolled back if it throws.
  @discardableResult
  package func transaction<Result>(_ body: () throws -> Result) throws -> Result {
    try within(.write, body)
  }

  /// Runs `body` in a read transaction: all its reads see the same state and share one lock.
  @discardableResult
  package func snapshot<Result>(_ body: () throws -> Result) throws -> Result {
    try within(.read, body)
  }

  private func within<Result>(_ mode: TransactionMode, _ body: () throws -> Result) throws -> Result {
    do {
      // Inside the do, so that a failed begin is rolled back too.
      try begin(mode)
      let result = try body()
      try commit()
      return result
    } catch {
      rollback()
      throw error
    }
  }

  /// Runs `body` in a savepoint: kept if it returns, rolled back if it throws. For use inside a transaction.
  ///
  /// If the error made the engine roll back the whole transaction, ``isInTransaction`` is false afterwards.
  @discardableResult
  package func savepoint<Result>(_ body: () throws -> Result) throws -> Result {
    try beginSavepoint()
    do {
      let result = try body()
      try releaseSavepoint()
      return result
    } catch {
      rollbackSavepoint()
      throw error
    }
  }
}

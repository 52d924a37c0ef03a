/// One connection to the database: what the domain's queries run on.
///
/// Used by one thread at a time and not Sendable, so that the compiler keeps it there.
package protocol Connection: AnyObject {
  /// The prepared statement of a fixed query: prepared at first use, then kept.
  func statement(_ query: Query) throws(SQLError) -> any Statement

  /// The prepared statement of a text put together at run time; the most recently used are kept.
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

  /// The key of the row this connection inserted last. Where it matters to be portable, use RETURNING.
  var lastInsertedID: Int64 { get }

  /// The rows changed by the statement that finished last.
  var changes: Int { get }

  /// False outside a transaction; also false when an error inside one (a full disk, a failed write) made
  /// the engine roll back everything.
  var isInTransaction: Bool { get }

  func begin(_ mode: TransactionMode) throws(SQLError)
  func commit() throws(SQLError)
  /// Undoes the transaction; does nothing if there is none any more. It always ends it: nothing interrupts a
  /// rollback, and one that fails traps, since a connection left in a transaction refuses all that follows.
  func rollback()

  func beginSavepoint() throws(SQLError)
  func releaseSavepoint() throws(SQLError)
  /// Undoes and ends the innermost savepoint; does nothing outside a transaction.
  func rollbackSavepoint()

  func tableExists(_ name: String) throws(SQLError) -> Bool

  /// Runs `body`; a statement still running when the interruption is due fails as `interrupted`. Inside
  /// another interruption both count.
  @discardableResult
  func interrupted<Result>(by interruption: Interruption, _ body: () throws -> Result) throws -> Result

  var dialect: any Dialect { get }
}

package enum TransactionMode: Sendable {
  /// A snapshot: all reads see the database as of the first of them.
  case read
  /// Takes the write lock at once, so that it cannot fail half way for a lock.
  case write
}

/// A database to which connections can be made.
package protocol Database: Sendable {
  func connect(_ access: Access) throws(SQLError) -> any Connection
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

  /// Runs `body` in a read transaction: every read in it sees the same state, and pays for one lock only.
  @discardableResult
  package func snapshot<Result>(_ body: () throws -> Result) throws -> Result {
    try within(.read, body)
  }

  private func within<Result>(_ mode: TransactionMode, _ body: () throws -> Result) throws -> Result {
    do {
      // Inside, so that whatever it left behind is ended too.
      try begin(mode)
      let result = try body()
      try commit()
      return result
    } catch {
      rollback()
      throw error
    }
  }

  /// Runs `body` in a savepoint: kept if it returns, undone if it throws. For use inside a transaction.
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

/// Is told of the writer's transactions and savepoints, on the writer's thread: for what is kept in memory of
/// them, which has to be undone when they are.
package protocol TransactionObserver: AnyObject, Sendable {
  /// The transaction has begun, and no job has run yet. What this throws becomes the outcome of all its jobs.
  func transactionDidBegin(on connection: any Connection) throws

  func savepointDidBegin()
  func savepointDidRelease()
  func savepointDidRollBack()

  /// All jobs have run. The last chance to write: what this throws undoes the transaction.
  func transactionWillCommit(on connection: any Connection) throws

  /// The transaction has ended, and its jobs have not been told yet.
  func transactionDidEnd(_ end: TransactionEnd)
}

/// How a transaction ended.
package enum TransactionEnd: Sendable {
  case committed
  /// Nothing of it is in the database.
  case rolledBack
  /// Its commit failed in such a way that nobody knows.
  case unknown
}

extension Connection {
  /// Begins a savepoint of which an observer is told.
  package func beginSavepoint(_ observer: (any TransactionObserver)?) throws(SQLError) {
    try beginSavepoint()
    observer?.savepointDidBegin()
  }

  /// Undoes and ends the innermost savepoint, which was begun with the same observer.
  package func rollbackSavepoint(_ observer: (any TransactionObserver)?) {
    rollbackSavepoint()
    observer?.savepointDidRollBack()
  }

  /// As ``savepoint(_:)``, with an observer that is told.
  package func savepoint<Result>(
    _ observer: (any TransactionObserver)?,
    _ body: () throws -> Result
  ) throws -> Result {
    try beginSavepoint(observer)
    do {
      let result = try body()
      try releaseSavepoint()
      observer?.savepointDidRelease()
      return result
    } catch {
      rollbackSavepoint(observer)
      throw error
    }
  }
}

import SQL

/// A real database whose commits fail as a test says.
package struct FaultyDatabase: Database {
  private let database: any Database
  private let commit: @Sendable (() throws(SQLError) -> Void) throws(SQLError) -> Void

  /// - Parameter commit: called in place of each commit, with the real one.
  package init(
    _ database: any Database,
    commit: @escaping @Sendable (() throws(SQLError) -> Void) throws(SQLError) -> Void
  ) {
    self.database = database
    self.commit = commit
  }

  package func connect(_ access: Access) throws(SQLError) -> any Connection {
    FaultyConnection(try database.connect(access), commit: commit)
  }

  package var engineVersion: String { database.engineVersion }

  package func finish() throws(SQLError) { try database.finish() }
}

private final class FaultyConnection: Connection {
  private let connection: any Connection
  private let realCommit: (() throws(SQLError) -> Void) throws(SQLError) -> Void

  init(
    _ connection: any Connection,
    commit: @escaping (() throws(SQLError) -> Void) throws(SQLError) -> Void
  ) {
    self.connection = connection
    realCommit = commit
  }

  func commit() throws(SQLError) {
    try realCommit { () throws(SQLError) in try connection.commit() }
  }

  func statement(_ query: Query) throws(SQLError) -> any Statement { try connection.statement(query) }
  func statement(sql: String) throws(SQLError) -> any Statement { try connection.statement(sql: sql) }
  func execute(script: String) throws(SQLError) { try connection.execute(script: script) }
  var lastInsertedID: Int64 { connection.lastInsertedID }
  var changes: Int { connection.changes }
  var isInTransaction: Bool { connection.isInTransaction }
  func begin(_ mode: TransactionMode) throws(SQLError) { try connection.begin(mode) }
  func rollback() { connection.rollback() }
  func beginSavepoint() throws(SQLError) { try connection.beginSavepoint() }
  func releaseSavepoint() throws(SQLError) { try connection.releaseSavepoint() }
  func rollbackSavepoint() { connection.rollbackSavepoint() }
  func tableExists(_ name: String) throws(SQLError) -> Bool { try connection.tableExists(name) }
  var dialect: any Dialect { connection.dialect }

  func interrupted<Result>(by interruption: Interruption, _ body: () throws -> Result) throws -> Result {
    try connection.interrupted(by: interruption, body)
  }
}

extension SQLError {
  /// What the disk gives when it fails.
  package static let diskFailure = SQLError(
    kind: .inputOutput,
    code: 10,
    extendedCode: 1_034,
    message: "disk I/O error",
    sql: "COMMIT"
  )
}

/// One numbered migration of the schema.
package struct Migration: Sendable {
  /// From 1, without gaps.
  package let version: Int
  package let name: String
  /// Several statements. Never edited after a release: a later change is a new migration.
  package let sql: String
  /// The part that SQL cannot do; nil if there is none.
  package let code: Code?

  /// The Swift part of a migration. It runs after the SQL, in the same transaction.
  package struct Code: Sendable {
    /// Describes the result. It represents the code in the checksum, so it is never edited after a release;
    /// the code may change as long as its result stays the same.
    package let result: String
    package let run: @Sendable (any Connection) throws -> Void

    package init(_ result: String, run: @escaping @Sendable (any Connection) throws -> Void) {
      self.result = result
      self.run = run
    }
  }

  package init(version: Int, name: String, sql: String, code: Code? = nil) {
    self.version = version
    self.name = name
    self.sql = sql
    self.code = code
  }

  /// FNV-1a, 64 bits: detects an accidental edit, not an attack.
  var checksum: Int64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in (sql + (code?.result ?? "")).utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    return Int64(bitPattern: hash)
  }
}

package enum MigrationError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The program's own list is not numbered 1, 2, 3, …
  case misnumbered(expected: Int, found: Int)
  /// The database lacks a migration before one that it has.
  case gap(missing: Int, applied: Int)
  /// A migration differs from the one applied under its number.
  case edited(version: Int, name: String)
  /// The database was made by a later release.
  case newerDatabase(database: Int, program: Int)

  package var description: String {
    switch self {
    case .misnumbered(let expected, let found):
      "migration \(found) is listed where \(expected) is expected"
    case .gap(let missing, let applied):
      "the database has migration \(applied) but not \(missing): restore it from a backup"
    case .edited(let version, let name):
      """
      migration \(version) (\(name)) is not the one that was applied to this database: run the release \
      that made it
      """
    case .newerDatabase(let database, let program):
      """
      the database is at version \(database) and this program knows versions up to \(program): run a newer \
      release
      """
    }
  }
}

/// Migrates a database to the program's schema, and refuses one that does not fit.
package struct Migrator: Sendable {
  package struct Applied: Sendable, Equatable {
    package let version: Int
    package let name: String
    package let checksum: Int64
    /// The time given to ``Migrator/migrate(_:now:)``.
    package let time: Int64
  }

  package struct Status: Sendable {
    package let applied: [Applied]
    package let pending: [Migration]
  }

  private let migrations: [Migration]

  package init(_ migrations: [Migration]) throws(MigrationError) {
    for (index, migration) in migrations.enumerated() where migration.version != index + 1 {
      throw .misnumbered(expected: index + 1, found: migration.version)
    }
    self.migrations = migrations
  }

  /// Which migrations are applied and which are pending. Changes nothing, so the connection may be read-only.
  ///
  /// - Throws: ``MigrationError`` if the database does not fit this program.
  package func status(of connection: any Connection) throws -> Status {
    guard try connection.tableExists("schema_migrations") else {
      return Status(applied: [], pending: migrations)
    }
    let applied = try connection.all(MigrationQueries.applied) {
      Applied(version: Int($0.int64(0)), name: $0.text(1), checksum: $0.int64(2), time: $0.int64(3))
    }
    try check(applied)
    return Status(applied: applied, pending: Array(migrations[applied.count...]))
  }

  private func check(_ applied: [Applied]) throws(MigrationError) {
    if let last = applied.last, last.version > migrations.count {
      throw .newerDatabase(database: last.version, program: migrations.count)
    }
    for (index, row) in applied.enumerated() {
      if row.version != index + 1 { throw .gap(missing: index + 1, applied: row.version) }
      let migration = migrations[index]
      if migration.checksum != row.checksum { throw .edited(version: row.version, name: migration.name) }
    }
  }

  /// Applies the pending migrations, each in its own transaction.
  ///
  /// - Parameter now: the time to record, in any unit that the caller uses throughout.
  /// - Returns: the migrations applied by this call.
  @discardableResult
  package func migrate(_ connection: any Connection, now: Int64) throws -> [Migration] {
    let pending = try status(of: connection).pending
    if !pending.isEmpty { try connection.run(MigrationQueries.createTable) }
    for migration in pending {
      try connection.transaction {
        try connection.execute(script: migration.sql)
        try migration.code?.run(connection)
        try connection.run(
          MigrationQueries.insert,
          migration.version,
          migration.name,
          migration.checksum,
          now
        )
      }
    }
    return pending
  }
}

private enum MigrationQueries {
  static let createTable = Query(
    """
    CREATE TABLE IF NOT EXISTS schema_migrations (
      version BIGINT PRIMARY KEY, name TEXT NOT NULL, checksum BIGINT NOT NULL, applied_time BIGINT NOT NULL
    )
    """
  )
  static let applied = Query(
    "SELECT version, name, checksum, applied_time FROM schema_migrations ORDER BY version"
  )
  static let insert = Query(
    "INSERT INTO schema_migrations (version, name, checksum, applied_time) VALUES ($1, $2, $3, $4)"
  )
}

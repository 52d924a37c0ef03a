import CSQLite
import Glibc
import SQL

/// A SQLite database file and the set-up of its connections.
///
/// Write-ahead log, each commit synced before it returns, foreign keys on. The schema is not trusted and SQL
/// cannot write to SQLite's internal structures, so a crafted file can do less harm.
package struct SQLiteDatabase: Database {
  /// When a commit is durable.
  package enum Durability: String, Sendable {
    /// When it returns.
    case full = "FULL"
    /// When the system writes it: a power failure may lose it, a crash of the process does not. For tests
    /// that are not about durability.
    case none = "OFF"
  }

  package struct Options: Sendable {
    package var durability = Durability.full
    /// How long a connection waits for another's lock.
    package var busyTimeoutMilliseconds: Int32 = 5_000
    /// The page size of a new database; an existing one keeps its own.
    ///
    /// Each page that a transaction changes is checksummed and written as a whole, and changes of users are
    /// scattered: half of SQLite's default size writes half as much.
    package var pageBytes = 2_048
    /// How much of the file is memory-mapped.
    package var mmapBytes: Int64 = 1 << 30
    /// The page cache of one connection.
    package var cacheKibibytes = 16 * 1_024
    /// The log's size from which a commit checkpoints it; 0 for never.
    ///
    /// Large, so that a page that is written often is moved once. The log then takes some 160 MB.
    package var walAutocheckpointPages = 80_000
    /// Receives the outcome of each checkpoint, on the thread that has committed. A log that readers hold is
    /// reported from twice the size on that is moved at once.
    package var report: @Sendable (StorageCondition) -> Void = { _ in }

    package init() {}
  }

  // Once, before the first connection. If it fails, the library still works, only slower.
  private static let setUpLibrary: Void = { _ = csqlite_disable_memory_statistics() }()

  package let path: String
  package let options: Options

  package init(path: String, options: Options = Options()) {
    self.path = path
    self.options = options
  }

  package func connect(_ access: Access) throws(SQLError) -> any Connection {
    try open(access)
  }

  package var engineVersion: String { String(cString: sqlite3_libversion()) }

  /// Leaves one complete database file, with an empty log.
  package func finish() throws(SQLError) {
    guard try !open(.readWrite).checkpoint(.truncate) else { return }
    throw SQLError(
      kind: .busy,
      code: SQLITE_BUSY,
      extendedCode: SQLITE_BUSY,
      message: "the write-ahead log cannot be emptied: another program has the database open",
      sql: nil
    )
  }

  /// Like ``connect(_:)``, for features that only SQLite has.
  ///
  /// - Parameter access: `readWrite` creates the file, mode 0600, if there is none.
  package func open(_ access: Access) throws(SQLError) -> SQLiteConnection {
    Self.setUpLibrary
    if access == .readWrite { try createFile() }
    let mode = access == .readWrite ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY
    let connection = try SQLiteConnection(
      path: path,
      flags: mode | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
    )
    try connection.setFlag(SQLITE_DBCONFIG_DEFENSIVE, true)
    try connection.setFlag(SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)
    try connection.setFlag(SQLITE_DBCONFIG_ENABLE_FKEY, true)
    // Otherwise a misspelt column in double quotes would be read as a string.
    try connection.setFlag(SQLITE_DBCONFIG_DQS_DML, false)
    try connection.setFlag(SQLITE_DBCONFIG_DQS_DDL, false)
    connection.setBusyTimeout(milliseconds: options.busyTimeoutMilliseconds)
    if access == .readWrite {
      try connection.execute(
        script: "PRAGMA page_size = \(options.pageBytes); PRAGMA journal_mode = WAL"
      )
    }
    try connection.execute(
      script: """
        PRAGMA synchronous = \(options.durability.rawValue);
        PRAGMA mmap_size = \(options.mmapBytes);
        PRAGMA cache_size = -\(options.cacheKibibytes);
        PRAGMA temp_store = MEMORY;
        PRAGMA wal_autocheckpoint = 0;
        """
    )
    if access == .readWrite, options.walAutocheckpointPages > 0 {
      connection.checkpoint(atPages: options.walAutocheckpointPages, report: options.report)
    }
    return connection
  }

  /// A database in memory, which ends with its connection.
  package static func openInMemory() throws(SQLError) -> SQLiteConnection {
    Self.setUpLibrary
    // The name says it. With SQLITE_OPEN_MEMORY the copy that VACUUM INTO makes would have no file either.
    return try SQLiteConnection(path: ":memory:", flags: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)
  }

  /// Creates the file before SQLite does, readable only by its owner; the log and its index inherit the mode.
  private func createFile() throws(SQLError) {
    // O_EXCL: closing a descriptor of an existing database would release this process's locks on it.
    let descriptor = Glibc.open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
    if descriptor >= 0 {
      close(descriptor)
    } else if errno != EEXIST {
      let cause = String(cString: strerror(errno))
      throw SQLError(
        kind: .cannotOpen,
        code: SQLITE_CANTOPEN,
        extendedCode: SQLITE_CANTOPEN,
        message: "cannot create \(path): \(cause)",
        sql: nil
      )
    }
  }
}

import CSQLite
import SQL

extension SQLiteConnection {
  package enum CheckpointMode: String, Sendable {
    case passive = "PASSIVE"
    case full = "FULL"
    case restart = "RESTART"
    case truncate = "TRUNCATE"
  }

  /// Moves the content of the write-ahead log into the database file
  /// (sqlite.org/pragma.html#pragma_wal_checkpoint).
  ///
  /// - Returns: false if readers or a writer prevented it from finishing.
  @discardableResult
  package func checkpoint(_ mode: CheckpointMode) throws(SQLError) -> Bool {
    let statement = try statement(sql: "PRAGMA wal_checkpoint(\(mode.rawValue))")
    defer { statement.reset() }
    return try statement.step() && !statement.bool(0)
  }

  struct Checkpointing {
    let pages: Int
    let report: @Sendable (StorageCondition) -> Void

    /// A log that readers hold for a moment is none to report.
    func note(_ condition: StorageCondition) {
      if case .logHeld(let size) = condition, size < 2 * pages { return }
      report(condition)
    }
  }

  /// Runs a checkpoint in each commit after which the log has at least so many pages. SQLite's own
  /// `wal_autocheckpoint` does the same in the same place, but does not report the outcome
  /// (sqlite.org/c3ref/wal_hook.html).
  func checkpoint(atPages pages: Int, report: @escaping @Sendable (StorageCondition) -> Void) {
    checkpointing = Checkpointing(pages: pages, report: report)
    sqlite3_wal_hook(
      handle,
      { context, database, _, pages in
        let connection = Unmanaged<SQLiteConnection>.fromOpaque(context!).takeUnretainedValue()
        if let checkpointing = connection.checkpointing, pages >= checkpointing.pages {
          checkpointing.note(SQLiteConnection.checkpoint(database))
        }
        // The commit is valid whatever the checkpoint's outcome.
        return SQLITE_OK
      },
      Unmanaged.passUnretained(self).toOpaque()
    )
  }

  private static func checkpoint(_ database: OpaquePointer?) -> StorageCondition {
    var (pages, moved): (Int32, Int32) = (0, 0)
    let code = sqlite3_wal_checkpoint_v2(database, nil, SQLITE_CHECKPOINT_PASSIVE, &pages, &moved)
    switch code & 0xff {
    case SQLITE_OK: return moved == pages ? .sound : .logHeld(pages: Int(pages))
    case SQLITE_BUSY: return .logHeld(pages: Int(max(pages, 0)))
    default: return .failing(SQLError(code, database: database))
    }
  }
}

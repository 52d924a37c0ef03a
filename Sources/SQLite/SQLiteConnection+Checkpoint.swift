import CSQLite
import SQL

/// What came of moving the write-ahead log into the database file.
package enum CheckpointOutcome: Sendable {
  /// All of it was moved.
  case done
  /// Readers, or another process, need some of it where it is. It then has so many pages.
  case held(pages: Int)
  case failed(SQLError)
}

extension SQLiteConnection {
  package enum CheckpointMode: String, Sendable {
    case passive = "PASSIVE"
    case full = "FULL"
    case restart = "RESTART"
    case truncate = "TRUNCATE"
  }

  /// Moves what the write-ahead log holds into the database file
  /// (sqlite.org/pragma.html#pragma_wal_checkpoint).
  ///
  /// - Returns: false if readers or a writer kept it from finishing.
  @discardableResult
  package func checkpoint(_ mode: CheckpointMode) throws -> Bool {
    try first(sql: "PRAGMA wal_checkpoint(\(mode.rawValue))") { !$0.bool(0) } ?? false
  }

  struct Checkpointing {
    let pages: Int
    let report: @Sendable (CheckpointOutcome) -> Void
  }

  /// Has each commit after which the log holds so many pages move it into the file: what SQLite's own
  /// `wal_autocheckpoint` does, and in the same place, but for its silence about what came of it
  /// (sqlite.org/c3ref/wal_hook.html).
  func checkpoint(atPages pages: Int, report: @escaping @Sendable (CheckpointOutcome) -> Void) {
    checkpointing = Checkpointing(pages: pages, report: report)
    sqlite3_wal_hook(
      handle,
      { context, database, _, pages in
        let connection = Unmanaged<SQLiteConnection>.fromOpaque(context!).takeUnretainedValue()
        if let checkpointing = connection.checkpointing, pages >= checkpointing.pages {
          checkpointing.report(SQLiteConnection.checkpoint(database))
        }
        // The commit stands whatever became of the log.
        return SQLITE_OK
      },
      Unmanaged.passUnretained(self).toOpaque()
    )
  }

  private static func checkpoint(_ database: OpaquePointer?) -> CheckpointOutcome {
    var (pages, moved): (Int32, Int32) = (0, 0)
    let code = sqlite3_wal_checkpoint_v2(database, nil, SQLITE_CHECKPOINT_PASSIVE, &pages, &moved)
    switch code & 0xff {
    case SQLITE_OK: return moved == pages ? .done : .held(pages: Int(pages))
    case SQLITE_BUSY: return .held(pages: Int(max(pages, 0)))
    default: return .failed(SQLError(code, database: database))
    }
  }
}

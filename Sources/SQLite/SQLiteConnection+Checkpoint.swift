import CSQLite
import SQL

/// The outcome of a checkpoint of the write-ahead log.
package enum CheckpointOutcome: Sendable {
  /// The whole log was moved into the database file.
  case done
  /// Readers or another process still need a part of the log, which has so many pages.
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

  /// Moves the content of the write-ahead log into the database file
  /// (sqlite.org/pragma.html#pragma_wal_checkpoint).
  ///
  /// - Returns: false if readers or a writer prevented it from finishing.
  @discardableResult
  package func checkpoint(_ mode: CheckpointMode) throws -> Bool {
    try first(sql: "PRAGMA wal_checkpoint(\(mode.rawValue))") { !$0.bool(0) } ?? false
  }

  struct Checkpointing {
    let pages: Int
    let report: @Sendable (CheckpointOutcome) -> Void
  }

  /// Runs a checkpoint in each commit after which the log has at least so many pages. SQLite's own
  /// `wal_autocheckpoint` does the same in the same place, but does not report the outcome
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
        // The commit is valid whatever the checkpoint's outcome.
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

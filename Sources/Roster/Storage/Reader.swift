import RPC
import SQL

/// A worker's own read-only connection.
final class Reader {
  let db: any Connection
  private var isSharing = false

  init(_ db: any Connection) {
    self.db = db
  }

  /// Lets the reads of this turn share one read transaction, which saves each a lock and a look at the
  /// write-ahead log.
  ///
  /// It begins after the turn's frames have arrived, so each read sees every write that was answered before
  /// its request was sent.
  func share(until worker: Worker) throws {
    guard !isSharing else { return }
    try db.begin(.read)
    isSharing = true
    worker.atTurnEnd { [self] in
      isSharing = false
      // A read transaction has nothing to commit.
      db.rollback()
    }
  }
}

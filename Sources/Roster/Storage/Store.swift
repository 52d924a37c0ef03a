import Logging
import ProtobufC
import RPC
import SQL
import Work

/// The database for requests: one reader for each worker, the pool with its scanners, and the one writer.
package final class Store: @unchecked Sendable {
  // Unchecked: each scanner is used only by the pool's thread with its number, and the writer's arena and
  // the ledger only by the writer's thread.
  private let scanners: [Scanner]
  let readers: WorkerLocal<Reader>
  package let pool: WorkPool
  package let writer: WriteQueue
  package let writerArena = Arena()
  package let ledger: Ledger

  /// - Parameters:
  ///   - workers: the workers that read.
  ///   - scanThreads: the number of threads for scans.
  ///   - ledger: where the writer appends events.
  ///   - logger: for errors outside requests.
  package init(
    database: any Database,
    workers: WorkerGroup,
    scanThreads: Int = 2,
    ledger: Ledger,
    logger: Logger
  ) throws {
    self.ledger = ledger
    readers = try WorkerLocal(workers) { Reader(try database.connect(.readOnly)) }
    scanners = try (0..<scanThreads).map { _ in Scanner(try database.connect(.readOnly)) }
    pool = WorkPool(name: "scan", threads: scanThreads, capacity: Limits.maxQueuedScans)
    writer = try WriteQueue(
      database: database,
      capacity: Limits.maxQueuedWrites,
      batchLimit: Limits.maxWritesPerBatch,
      observer: ledger.feed,
      hooks: Self.upkeep(logger).hooks
    )
  }

  /// Stops accepting work and finishes what was accepted.
  package func stop() {
    pool.stop()
    writer.stop()
  }

  func scanner(ofThread thread: Int) -> Scanner { scanners[thread] }

  /// Keeps the substring indexes up to date between writes.
  private static func upkeep(_ logger: Logger) -> IndexUpkeep {
    IndexUpkeep(of: Schema.substringIndexes) { event in
      switch event {
      case .failed(let error):
        logger.error(
          "the search index cannot be brought up to date; searches are right, and slower",
          metadata: ["cause": "\(error)"]
        )
      case .recovered: logger.notice("the search index is kept up to date again")
      }
    }
  }
}

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

/// A pool thread's own read-only connection, with an arena for its replies.
final class Scanner {
  private let db: any Connection
  private let arena = Arena()

  init(_ db: any Connection) {
    self.db = db
  }

  /// Runs a read in one snapshot and encodes its reply.
  ///
  /// - Parameter interruption: when to interrupt the running statement.
  func scan(
    unless interruption: Interruption,
    _ body: (any Connection) throws -> some Message
  ) throws -> [UInt8] {
    defer { arena.reset() }
    // The transaction's own begin and end are not interrupted.
    let reply = try db.snapshot { try db.interrupted(by: interruption) { try body(db) } }
    return Array(try reply.packed(in: arena))
  }
}

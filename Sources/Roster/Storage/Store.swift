import Logging
import ProtobufC
import RPC
import SQL
import Work

/// The database, as requests use it: a reader a worker, the pool with its scanners, and the one writer.
package final class Store: @unchecked Sendable {
  // Unchecked: readers and scanners are each used by the one thread that their index names, and the writer's
  // arena and the ledger by the writer's thread.
  private let readers: [Reader]
  private let scanners: [Scanner]
  package let pool: WorkPool
  package let writer: WriteQueue
  package let writerArena = Arena()
  package let ledger: Ledger

  /// - Parameters:
  ///   - workers: how many event loops read.
  ///   - scanThreads: threads for scans.
  ///   - ledger: where the writer appends events.
  ///   - logger: told what goes wrong where no request is there to be told.
  package init(
    database: any Database,
    workers: Int,
    scanThreads: Int = 2,
    ledger: Ledger,
    logger: Logger
  ) throws {
    self.ledger = ledger
    readers = try (0..<workers).map { _ in Reader(try database.connect(.readOnly)) }
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

  /// Does what was asked for and takes no more.
  package func stop() {
    pool.stop()
    writer.stop()
  }

  func reader(ofWorker worker: Int) -> Reader { readers[worker] }

  func scanner(ofWorker worker: Int) -> Scanner { scanners[worker] }

  /// To be called when the frames that arrived together have been run.
  package func batchEnded(worker: Int) {
    readers[worker].endSharing()
  }

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
  private let db: any Connection
  private var isSharing = false

  init(_ db: any Connection) {
    self.db = db
  }

  /// Runs a read.
  ///
  /// - Parameter isShared: whether more frames wait behind this one. They then share one read transaction,
  ///   which saves a lock and a look at the log each. It began after all of them had arrived, so each sees
  ///   every write that was answered before it was sent.
  func read<Result>(isShared: Bool, _ body: (any Connection) throws -> Result) throws -> Result {
    if isShared && !isSharing {
      try db.begin(.read)
      isSharing = true
    }
    return try body(db)
  }

  func endSharing() {
    guard isSharing else { return }
    isSharing = false
    // A read transaction has nothing to lose.
    db.rollback()
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
  /// - Parameter interruption: when to give up; the statement then running is interrupted.
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

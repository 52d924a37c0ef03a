import Logging
import ProtobufC
import RPC
import SQL
import Work

/// The database for requests: one reader for each worker, the pool with its scanners, and the one writer.
package final class Store: @unchecked Sendable {
  // Unchecked: each reader and scanner is used only by the thread with its index, and the writer's arena only
  // by the writer's thread.
  private let readers: [Reader]
  private let scanners: [Scanner]
  package let pool: WorkPool
  package let writer: WriteQueue
  package let writerArena = Arena()

  /// - Parameters:
  ///   - workers: the number of event loops that read.
  ///   - scanThreads: the number of threads for scans.
  ///   - logger: for errors outside requests.
  package init(database: any Database, workers: Int, scanThreads: Int = 2, logger: Logger) throws {
    readers = try (0..<workers).map { _ in Reader(try database.connect(.readOnly)) }
    scanners = try (0..<scanThreads).map { _ in Scanner(try database.connect(.readOnly)) }
    pool = WorkPool(name: "scan", threads: scanThreads, capacity: Limits.maxQueuedScans)
    writer = try WriteQueue(
      database: database,
      capacity: Limits.maxQueuedWrites,
      batchLimit: Limits.maxWritesPerBatch,
      hooks: Self.upkeep(logger).hooks
    )
  }

  /// Stops accepting work and finishes what was accepted.
  package func stop() {
    pool.stop()
    writer.stop()
  }

  func reader(ofWorker worker: Int) -> Reader { readers[worker] }

  func scanner(ofWorker worker: Int) -> Scanner { scanners[worker] }

  /// Call this after all frames that arrived together have been run.
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
  /// - Parameter isShared: whether more frames follow that arrived together with this one. They then share
  ///   one read transaction, which saves each a lock and a look at the write-ahead log. It begins after all
  ///   of them have arrived, so each sees every write that was answered before its request was sent.
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
    // A read transaction has nothing to commit.
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

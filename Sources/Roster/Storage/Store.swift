import Logging
import ProtobufC
import RPC
import SQL
import Work

/// The database for requests: one reader for each worker, the pools with one for each of their threads, and
/// the one writer.
package final class Store: Sendable {
  let readers: WorkerLocal<Reader>
  let scans: WorkPool<PoolReader>
  let computations: WorkPool<PoolReader>
  package let writer: WriteQueue
  /// For the replies of writes, on the writer's thread.
  let writerArena = ThreadConfined(Arena())
  package let ledger: Ledger

  /// - Parameters:
  ///   - workers: the workers that read.
  ///   - computing: what computations may take.
  ///   - ledger: where the writer appends events.
  ///   - logger: for errors outside requests.
  package init(
    database: any Database,
    workers: WorkerGroup,
    computing: ComputeBudget,
    ledger: Ledger,
    logger: Logger
  ) throws {
    self.ledger = ledger
    readers = try WorkerLocal(workers) { Reader(try database.connect(.readOnly)) }
    scans = try WorkPool(name: "scan", threads: Limits.scanThreads, capacity: Limits.maxQueuedScans) {
      PoolReader(try database.connect(.readOnly))
    }
    computations = try WorkPool(
      name: "compute",
      threads: computing.threads,
      capacity: Limits.maxQueuedComputations,
      maxBytes: computing.bytes
    ) { PoolReader(try database.connect(.readOnly)) }
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
    scans.stop()
    // What has been computed may have to be written.
    computations.stop()
    writer.stop()
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

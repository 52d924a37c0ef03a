import ProtobufC
import RPC
import SQL

/// A pool thread's own read-only connection, with an arena for its replies.
final class PoolReader {
  private let db: any Connection
  private let arena = Arena()

  init(_ db: any Connection) {
    self.db = db
  }

  /// Runs a read in one snapshot.
  ///
  /// - Parameter interruption: when to interrupt the running statement.
  func read<Result>(unless interruption: Interruption, _ body: (any Connection) throws -> Result) throws
    -> Result
  {
    // The transaction's own begin and end are not interrupted.
    try db.snapshot { try db.interrupted(by: interruption) { try body(db) } }
  }

  /// As ``read(unless:_:)``, and encodes the reply.
  func reply(
    unless interruption: Interruption,
    _ body: (any Connection) throws -> some Message
  ) throws -> [UInt8] {
    defer { arena.reset() }
    return Array(try read(unless: interruption, body).packed(in: arena))
  }
}

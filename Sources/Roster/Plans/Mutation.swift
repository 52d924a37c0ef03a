import RPC
import SQL

/// One write in the writer's queue.
///
/// `@unchecked Sendable`: `bytes` and `effects` are used on the writer's thread only, which asserts that it
/// runs its jobs alone.
final class Mutation: WriteJob, @unchecked Sendable {
  /// Makes the change and encodes its reply.
  typealias Body = @Sendable (any Connection, WriteContext.Effects) throws -> [UInt8]

  private let call: Call
  private let body: Body
  private let effects = WriteContext.Effects()
  private var bytes: [UInt8] = []

  init(of call: Call, body: @escaping Body) {
    self.call = call
    self.body = body
  }

  func begin() -> Bool { call.beginInTime() }

  func run(on connection: any Connection) throws {
    // It may be run again after a batch that could not be committed.
    effects.actions = []
    bytes = try body(connection, effects)
  }

  func finish(_ outcome: Result<Void, any Error>) {
    call.finish {
      try outcome.get()
      for action in effects.actions { action() }
      return bytes
    }
  }
}

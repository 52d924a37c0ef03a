import RPC
import SQL

/// One write in the writer's queue.
///
/// `@unchecked Sendable`: `bytes` is used on the writer's thread only, as every job is.
final class Mutation: WriteJob, @unchecked Sendable {
  /// Makes the change and encodes its reply.
  typealias Body = @Sendable (any Connection) throws -> [UInt8]

  private let call: Call
  private let body: Body
  private var bytes: [UInt8] = []

  init(of call: Call, body: @escaping Body) {
    self.call = call
    self.body = body
  }

  func begin() -> Bool { call.beginInTime() }

  func run(on connection: any Connection) throws {
    bytes = try body(connection)
  }

  func finish(_ outcome: Result<Void, any Error>) {
    call.finish {
      try outcome.get()
      return bytes
    }
  }
}

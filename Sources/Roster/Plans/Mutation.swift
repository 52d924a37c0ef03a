import RPC
import SQL
import Work

/// One write in the writer's queue.
///
/// `@unchecked Sendable`: `bytes` is used on the writer's thread only, as every job is; `owner` checks it.
final class Mutation: WriteJob, @unchecked Sendable {
  /// Makes the change and encodes its reply.
  typealias Body = @Sendable (any Connection) throws -> [UInt8]

  private let call: Call
  private let body: Body
  private let owner = ThreadOwner()
  private var bytes: [UInt8] = []

  init(of call: Call, body: @escaping Body) {
    self.call = call
    self.body = body
  }

  func begin() -> Bool { call.beginInTime() }

  func run(on connection: any Connection) throws {
    owner.check()
    bytes = try body(connection)
  }

  func finish(_ outcome: Result<Void, any Error>) {
    owner.check()
    call.finish {
      try outcome.get()
      return bytes
    }
  }
}

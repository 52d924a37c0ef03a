import RPC
import SQL
import Work

/// One write in the writer's queue.
///
/// `@unchecked Sendable`: `reply` is used on the writer's thread only, as every job is; `owner` checks it.
final class Mutation: WriteJob, @unchecked Sendable {
  /// Makes the change and encodes its reply.
  typealias Body = @Sendable (any Connection) throws -> [UInt8]

  private let call: Call
  private let body: Body
  private let owner = ThreadOwner()
  private var reply: Result<[UInt8], RPCError> = .success([])

  init(of call: Call, body: @escaping Body) {
    self.call = call
    self.body = body
  }

  func begin() -> Bool { call.beginInTime() }

  func run(on connection: any Connection) throws {
    owner.check()
    do {
      reply = .success(try body(connection))
    } catch let refusal as CommittedRefusal {
      reply = .failure(refusal.error)
    }
  }

  func finish(_ outcome: Result<Void, any Error>) {
    owner.check()
    call.finish {
      try outcome.get()
      return try reply.get()
    }
  }
}

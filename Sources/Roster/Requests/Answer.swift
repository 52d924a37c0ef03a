import RPC
import SQL
import Work

/// The answer that a call still waits for.
struct Answer: Sendable {
  let deadline: Deadline?
  private let reply: PendingReply
  private let method: MethodDescriptor
  private let record: RequestLog.Record?
  private let log: RequestLog

  init(to call: ServerCall, record: RequestLog.Record?, log: RequestLog) {
    deadline = call.deadline
    reply = call.later()
    method = call.method
    self.record = record
    self.log = log
  }

  /// Answers with what `body` makes, or with why it made nothing.
  func finish(_ body: () throws -> [UInt8]) {
    do {
      let bytes = try body()
      record?.end()
      reply.finish(.success(bytes))
    } catch {
      reply.finish(.failure(log.refusal(error, method, record)))
    }
  }
}

/// One write in the writer's queue.
///
/// `@unchecked Sendable`: `bytes` and `effects` are used on the writer's thread only.
final class Mutation: WriteJob, @unchecked Sendable {
  /// Makes the change and encodes its reply.
  typealias Body = @Sendable (any Connection, WriteContext.Effects) throws -> [UInt8]

  private let answer: Answer
  private let body: Body
  private let effects = WriteContext.Effects()
  private var bytes: [UInt8] = []

  init(answer: Answer, body: @escaping Body) {
    self.answer = answer
    self.body = body
  }

  var isExpired: Bool { answer.deadline?.hasPassed == true }

  func run(on connection: any Connection) throws {
    bytes = try body(connection, effects)
  }

  func finish(_ outcome: Result<Void, any Error>) {
    answer.finish {
      try outcome.get()
      for action in effects.actions { action() }
      return bytes
    }
  }
}

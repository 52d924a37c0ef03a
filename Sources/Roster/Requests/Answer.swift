import RPC
import SQL
import Work

/// The answer that a call still waits for.
struct Answer: Sendable {
  /// When the call ends whatever has been done: its own deadline, or the server's maximum.
  let deadline: Deadline
  private let reply: PendingReply
  private let method: MethodDescriptor
  private let record: RequestLog.Record?
  private let log: RequestLog

  init(to call: ServerCall, record: RequestLog.Record?, log: RequestLog) {
    let maximum = Deadline.after(nanoseconds: Limits.maxCallSeconds * 1_000_000_000)
    deadline = min(call.deadline ?? maximum, maximum)
    reply = call.later()
    method = call.method
    self.record = record
    self.log = log
  }

  /// Whether nobody waits for the answer any more.
  var isGivenUp: Bool { reply.progress.isGivenUp }

  /// Marks the call's work as begun.
  ///
  /// - Returns: false where its time is over or nobody waits any more: the work must not be done.
  func begin() -> Bool { !deadline.hasPassed && reply.progress.begin() }

  /// Stops a statement that runs for a call whose time is over, or that nobody waits for any more.
  var interruption: Interruption {
    Interruption(deadline: deadline.uptimeNanoseconds) { [progress = reply.progress] in progress.isGivenUp }
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
/// `@unchecked Sendable`: `bytes` are used on the writer's thread only.
final class Mutation: WriteJob, @unchecked Sendable {
  /// Makes the change and encodes its reply.
  typealias Body = @Sendable (any Connection) throws -> [UInt8]

  private let answer: Answer
  private let body: Body
  private var bytes: [UInt8] = []

  init(answer: Answer, body: @escaping Body) {
    self.answer = answer
    self.body = body
  }

  func begin() -> Bool { answer.begin() }

  func run(on connection: any Connection) throws {
    bytes = try body(connection)
  }

  func finish(_ outcome: Result<Void, any Error>) {
    answer.finish {
      try outcome.get()
      return bytes
    }
  }
}

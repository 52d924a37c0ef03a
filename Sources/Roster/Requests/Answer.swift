import RPC
import SQL
import Work

/// The pending response of a call.
struct Answer: Sendable {
  /// When the call ends: its own deadline or the server's maximum, whichever is earlier.
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

  /// Whether the caller no longer waits for the response.
  var isGivenUp: Bool { reply.progress.isGivenUp }

  /// Marks the call's work as begun.
  ///
  /// - Returns: false if the deadline has passed or the caller no longer waits: the work must not be done.
  func begin() -> Bool { !deadline.hasPassed && reply.progress.begin() }

  /// Stops a statement when the deadline passes or the caller no longer waits.
  var interruption: Interruption {
    Interruption(deadline: deadline.uptimeNanoseconds) { [progress = reply.progress] in progress.isGivenUp }
  }

  /// Sends the result of `body`, or the error that it throws.
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

  func begin() -> Bool { answer.begin() }

  func run(on connection: any Connection) throws {
    // May run again after a batch that could not be committed.
    effects.actions = []
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

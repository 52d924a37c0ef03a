import Logging
import ProtobufC
import RPC
import SQL

/// Runs methods: each of its functions is one kind of method, and takes the method's rule and its body.
///
/// | kind | where it runs |
/// |---|---|
/// | ``read(_:_:)`` | inline on the connection's event loop, on that loop's own read-only connection |
/// | ``scan(_:_:)`` | on the bounded pool, for what may take long |
/// | ``write(_:_:)`` | on the one writer, sharing a transaction and its fsync with all that wait |
/// | ``answer(_:_:)`` | inline, without the database |
///
/// Every one of them lets nobody in but by its rule, before the request is so much as decoded.
package struct Runner: Sendable {
  private let gate: Guard
  private let store: Store
  private let clock: WallClock
  private let log: RequestLog

  package init(gate: Guard, store: Store, clock: WallClock, log: RequestLog) {
    self.gate = gate
    self.store = store
    self.clock = clock
    self.log = log
  }

  /// A point read: a few microseconds, at once.
  package func read<Request: Message, Reply: Message>(
    _ rule: Rule,
    _ body: @escaping @Sendable (Request, ReadContext) throws -> Reply
  ) -> UnaryHandler<Request, Reply> {
    inline(rule) { request, call in
      try store.reader(ofWorker: call.connection.worker).read(isShared: call.hasFollowers) { db in
        try body(request, ReadContext(db: db, clock: clock))
      }
    }
  }

  /// An answer that needs no database.
  package func answer<Request: Message, Reply: Message>(
    _ rule: Rule,
    _ body: @escaping @Sendable (Request) throws -> Reply
  ) -> UnaryHandler<Request, Reply> {
    inline(rule) { request, _ in try body(request) }
  }

  /// A read that may take long: a list, a search, a batch. It stops at the call's deadline.
  package func scan<Request: Message, Reply: Message>(
    _ rule: Rule,
    _ body: @escaping @Sendable (Request, ReadContext) throws -> Reply
  ) -> UnaryHandler<Request, Reply> {
    deferred(rule) { request, answer in
      try store.pool.submit { worker in
        let scanner = store.scanner(ofWorker: worker)
        answer.finish {
          guard answer.deadline?.hasPassed != true else { throw QueueError.expired }
          return try scanner.scan(until: answer.deadline) { db in
            try body(request, ReadContext(db: db, clock: clock))
          }
        }
      }
    }
  }

  /// A change. It is answered after its commit, and not at all if it could not be committed.
  package func write<Request: Message, Reply: Message>(
    _ rule: Rule,
    _ body: @escaping @Sendable (Request, WriteContext) throws -> Reply
  ) -> UnaryHandler<Request, Reply> {
    deferred(rule) { request, answer in
      try store.writer.submit(
        Mutation(answer: answer, arena: store.writerArena) { db in
          try body(request, WriteContext(db: db, now: clock.now()))
        }
      )
    }
  }

  private func inline<Request: Message, Reply: Message>(
    _ rule: Rule,
    _ body: @escaping @Sendable (Request, ServerCall) throws -> Reply
  ) -> UnaryHandler<Request, Reply> {
    UnaryHandler { call in
      let record = log.begin(call)
      do {
        _ = try gate.admit(call, by: rule)
        let request = try Request(unpacking: call.payload, in: call.arena)
        let reply = try body(request, call).packed(in: call.arena)
        record?.end()
        return .reply(reply)
      } catch {
        return .failure(log.refusal(error, call.method, record))
      }
    }
  }

  private func deferred<Request: Message, Reply: Message>(
    _ rule: Rule,
    _ submit: @escaping @Sendable (Request, Answer) throws -> Void
  ) -> UnaryHandler<Request, Reply> {
    UnaryHandler { call in
      let record = log.begin(call)
      do {
        _ = try gate.admit(call, by: rule)
        let request = try Request(unpacking: call.payload, in: call.arena)
        try submit(request, Answer(to: call, record: record, log: log))
        return .later
      } catch {
        return .failure(log.refusal(error, call.method, record))
      }
    }
  }
}

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
/// `@unchecked Sendable`: `bytes` and the arena are used on the writer's thread only.
private final class Mutation<Reply: Message>: WriteJob, @unchecked Sendable {
  private let answer: Answer
  private let arena: Arena
  private let body: @Sendable (any Connection) throws -> Reply
  private var bytes: [UInt8] = []

  init(answer: Answer, arena: Arena, body: @escaping @Sendable (any Connection) throws -> Reply) {
    self.answer = answer
    self.arena = arena
    self.body = body
  }

  var isExpired: Bool { answer.deadline?.hasPassed == true }

  func run(on connection: any Connection) throws {
    let reply = try body(connection)
    defer { arena.reset() }
    // Encoded before the commit: what cannot be answered is not done.
    bytes = Array(try reply.packed(in: arena))
  }

  func finish(_ outcome: Result<Void, any Error>) {
    answer.finish {
      try outcome.get()
      return bytes
    }
  }
}

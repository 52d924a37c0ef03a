import Logging
import ProtobufC
import RPC
import SQL
import Work

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
  private let settings: SettingsDirectory
  private let outbox: MailOutbox
  private let clock: WallClock
  private let log: RequestLog

  /// - Parameter outbox: where mutations leave their mails.
  package init(
    gate: Guard,
    store: Store,
    settings: SettingsDirectory,
    outbox: MailOutbox,
    clock: WallClock,
    log: RequestLog
  ) {
    self.gate = gate
    self.store = store
    self.settings = settings
    self.outbox = outbox
    self.clock = clock
    self.log = log
  }

  /// A point read: a few microseconds, at once.
  package func read<Request: BoundedMessage, Reply: Message>(
    _ rule: Rule<Request>,
    _ body: @escaping @Sendable (Request, ReadContext) throws -> Reply
  ) -> UnaryHandler<Request, Reply> {
    inline(rule) { request, caller, call in
      try store.reader(ofWorker: call.connection.worker).read(isShared: call.hasFollowers) { db in
        let context = ReadContext(db: db, caller: caller, clock: clock, settings: settings)
        try context.userPolicy?.permit(request, by: rule.users, call.method)
        return try body(request, context)
      }
    }
  }

  /// An answer that needs no database.
  package func answer<Request: BoundedMessage, Reply: Message>(
    _ rule: Rule<Request>,
    _ body: @escaping @Sendable (Request) throws -> Reply
  ) -> UnaryHandler<Request, Reply> {
    inline(rule) { request, _, _ in try body(request) }
  }

  /// A read that may take long: a list, a search, a batch. It stops at the call's deadline, and when nobody
  /// waits for it any more.
  package func scan<Request: BoundedMessage, Reply: Message>(
    _ rule: Rule<Request>,
    _ body: @escaping @Sendable (Request, ReadContext) throws -> Reply
  ) -> UnaryHandler<Request, Reply> {
    deferred(rule) { request, caller, call, answer in
      let method = call.method
      try store.pool.submit { worker in
        let scanner = store.scanner(ofWorker: worker)
        answer.finish {
          guard answer.begin() else { throw QueueError.expired }
          return try scanner.scan(unless: answer.interruption) { db in
            let context = ReadContext(db: db, caller: caller, clock: clock, settings: settings)
            try context.userPolicy?.permit(request, by: rule.users, method)
            return try body(request, context)
          }
        }
      }
    }
  }

  /// A change. It is answered after its commit, and not at all if it could not be committed.
  package func write<Request: BoundedMessage, Reply: Message>(
    _ rule: Rule<Request>,
    _ body: @escaping @Sendable (Request, WriteContext) throws -> Reply
  ) -> UnaryHandler<Request, Reply> {
    deferred(rule) { request, caller, call, answer in
      let origin = try Origin(call, caller)
      let repeatable = origin.requestID.map {
        RepeatableRequest(id: $0, origin: origin, payload: call.payload)
      }
      try store.writer.submit(
        Mutation(answer: answer) { db in
          let arena = store.writerArena
          defer { arena.reset() }
          let context = WriteContext(
            db: db,
            now: clock.now(),
            settings: settings.current,
            outbox: outbox,
            origin: origin,
            ledger: store.ledger
          )
          try context.userPolicy?.permit(request, by: rule.users, origin.method)
          if let bytes = try repeatable?.keptReply(Reply.self, context, arena) { return bytes }
          let reply = try body(request, context)
          try repeatable?.keep(reply, for: request, context, arena)
          // Encoded before the commit: what cannot be answered is not done.
          return Array(try reply.packed(in: arena))
        }
      )
    }
  }

  private func inline<Request: BoundedMessage, Reply: Message>(
    _ rule: Rule<Request>,
    _ body: @escaping @Sendable (Request, Caller, ServerCall) throws -> Reply
  ) -> UnaryHandler<Request, Reply> {
    handler(rule) { request, caller, call, record in
      let reply = try body(request, caller, call).packed(in: call.arena)
      record?.end()
      return .reply(reply)
    }
  }

  private func deferred<Request: BoundedMessage, Reply: Message>(
    _ rule: Rule<Request>,
    _ submit: @escaping @Sendable (Request, Caller, ServerCall, Answer) throws -> Void
  ) -> UnaryHandler<Request, Reply> {
    handler(rule) { request, caller, call, record in
      try submit(request, caller, call, Answer(to: call, record: record, log: log))
      return .later
    }
  }

  /// What comes first for every method: who calls, may they, and what do they ask.
  private func handler<Request: BoundedMessage, Reply: Message>(
    _ rule: Rule<Request>,
    _ body: @escaping @Sendable (Request, Caller, ServerCall, RequestLog.Record?) throws -> HandlerOutcome
  ) -> UnaryHandler<Request, Reply> {
    UnaryHandler { call in
      let record = log.begin(call)
      do {
        let caller = try gate.admit(call, by: rule)
        return try body(try Self.decode(call), caller, call, record)
      } catch {
        return .failure(log.refusal(error, call.method, record))
      }
    }
  }

  private static func decode<Request: BoundedMessage>(_ call: ServerCall) throws(RPCError) -> Request {
    do throws(DecodingError) {
      return try Request(request: call.payload, in: call.arena)
    } catch {
      throw RequestLog.undecodable(error)
    }
  }
}

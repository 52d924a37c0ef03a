import ProtobufC
import RPC
import SQL
import Work

/// On the one writer, sharing a transaction and its fsync with all that wait. The call is answered after the
/// commit.
struct WritePlace<Request: BoundedMessage>: Place {
  let store: Store
  let settings: SettingsDirectory
  let outbox: MailOutbox
  let clock: WallClock

  /// What a change needs of its call's metadata and payload, which are gone once the handler has returned.
  struct Provenance: Sendable {
    let origin: Origin
    let repeatable: RepeatableRequest?

    init(of call: Call, _ request: Request) throws {
      let origin = try Origin(call)
      self.origin = origin
      repeatable = try origin.requestID.map {
        try RepeatableRequest(id: $0, of: call.method, request, payload: call.payload)
      }
    }
  }

  func run<Reply: Message>(
    _ work: PlannedWork<Request, Reply, WriteContext>,
    of call: Call
  ) throws -> HandlerOutcome {
    try submit(work, of: call, from: try Provenance(of: call, work.request)) { $0 }
    return .later
  }

  /// - Parameter makeContext: makes what the work is given.
  func submit<Reply: Message, Context>(
    _ work: PlannedWork<Request, Reply, Context>,
    of call: Call,
    from provenance: Provenance,
    in makeContext: @escaping @Sendable (WriteContext) -> Context
  ) throws(QueueError) {
    try store.writer.submit(
      Mutation(of: call) { db in
        let arena = store.writerArena.value
        defer { arena.reset() }
        let now = clock.now()
        let context = WriteContext(
          db: db,
          caller: try work.caller(at: now, db),
          now: now,
          settings: settings.current,
          outbox: outbox,
          origin: provenance.origin,
          ledger: store.ledger
        )
        let authorized = try work.authorize(in: makeContext(context))
        if let bytes = try provenance.repeatable?.keptReply(Reply.self, context, arena) { return bytes }
        let reply = try authorized.run()
        try provenance.repeatable?.keep(reply, for: work.request, context, arena)
        // Encoded before the commit: what cannot be answered is not done.
        return Array(try reply.packed(in: arena))
      }
    )
  }
}
